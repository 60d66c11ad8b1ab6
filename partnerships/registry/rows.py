"""Rows of partnerships: who, with whom, how far; and what all rows of a page share."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Partnership, PartnershipKind, Phase, Provenance
from partnerships.proximity import distance_km
from partnerships.registry.marking import marked

# Names shown of a side; the others are told by their number.
NAMED_MAX = 3
# The arc, in pixels: its line stands for the greatest distance of all.
LINE, LEFT, GROUND, HIGHEST = 88, 4, 21, 17
LONGEST_KM = 20_000
ROUNDED_TO_KM = 10
YEAR_AT_END = re.compile(r"^(.+), (\d{4})$")


@dataclass(frozen=True)
class Named:
    """A party of a partnership, and where it is; "" where its name says so."""

    name: str
    place: str


@dataclass(frozen=True)
class Side:
    """The first parties of a side, and how many others there are."""

    named: list[Named]
    other_count: int


@dataclass(frozen=True)
class Distance:
    """Kilometres between the two sides: the nearest and the farthest of their pairs."""

    nearest: float
    farthest: float

    @property
    def text(self) -> str:
        nearest, farthest = (
            round(km / ROUNDED_TO_KM) * ROUNDED_TO_KM for km in (self.nearest, self.farthest)
        )
        if not farthest:
            return _("moins de %(km)s\u202fkm") % {"km": ROUNDED_TO_KM}
        if nearest == farthest:
            return _("%(km)s\u202fkm") % {"km": intcomma(farthest)}
        values = {"nearest": intcomma(nearest), "farthest": intcomma(farthest)}
        return _("de %(nearest)s à %(farthest)s\u202fkm") % values

    @property
    def end(self) -> str:
        """The abscissa of the end of the arc, as SVG writes it."""
        return f"{LEFT + self._length:.1f}"

    @property
    def _length(self):
        return LINE * math.sqrt(min(1, self.farthest / LONGEST_KM))

    @property
    def arc(self) -> str:
        """The path of an arc whose length is proportional to the root of the distance."""
        height = min(HIGHEST, self._length * 0.4)
        return f"M{LEFT} {GROUND}A{self._length / 2:.1f} {height:.1f} 0 0 1 {self.end} {GROUND}"


def _points(rows):
    return [
        (row.latitude, row.longitude)
        for row in rows
        if row.latitude is not None and row.longitude is not None
    ]


def _cited(source: str) -> str:
    """Returns « Wikidata (2017) » of « Wikidata, 2017 »."""
    return YEAR_AT_END.sub(r"\1 (\2)", source)


class PartnershipRow:
    """A partnership in a list (from `for_list`). `common`: what the line above the list says;
    `words`: the searched words, which are marked.
    """

    def __init__(self, partnership: Partnership, common: "Common", words: Sequence[str] = ()):
        self.partnership, self.common, self.words = partnership, common, words

    def _marked(self, text) -> SafeString:
        return marked(str(text), self.words) if self.words else conditional_escape(text)

    def _side(self, pairs):
        pairs = [Named(self._marked(name), place) for name, place in pairs]
        shown = pairs if len(pairs) == NAMED_MAX + 1 else pairs[:NAMED_MAX]
        return Side(shown, len(pairs) - len(shown))

    @property
    def title(self) -> SafeString | str:
        """Its title; "" where it was made of the two names when it was imported."""
        is_own = self.partnership.provenance != Provenance.WIKIDATA
        return self._marked(self.partnership.title) if is_own else ""

    @cached_property
    def here(self) -> Side:
        authorities = (link.authority for link in self.partnership.authority_links)
        return self._side((each, each.located_in) for each in authorities)

    @cached_property
    def there(self) -> Side:
        partners = (link.partner for link in self.partnership.partner_links)
        return self._side(
            (each, "" if each.country.name == str(each) else each.country.name) for each in partners
        )

    @cached_property
    def distance(self) -> Distance | None:
        """None where one of the sides has no known point."""
        here = _points(link.authority for link in self.partnership.authority_links)
        there = _points(link.partner for link in self.partnership.partner_links)
        lengths = [distance_km(one, other) for one in here for other in there]
        return Distance(min(lengths), max(lengths)) if lengths else None

    @property
    def years(self) -> str:
        first, last = self.partnership.starts_on, self.partnership.ends_on
        if first and last:
            one, other = f"{first:%Y}", f"{last:%Y}"
            return one if one == other else f"{one} – {other}"
        if first:
            return _("depuis %(year)s") % {"year": f"{first:%Y}"}
        return _("jusqu’en %(year)s") % {"year": f"{last:%Y}"} if last else ""

    @cached_property
    def facts(self) -> list[str]:
        """What the line above the list does not say of it."""
        row = self.partnership
        facts = [
            "" if self.common.kind else row.get_kind_display(),
            "" if row.phase == Phase.UNKNOWN else row.get_phase_display(),
            self.years,
            ", ".join(str(theme) for theme in row.listed_themes),
            "" if self.common.provenance else row.get_provenance_display(),
            "" if row.is_imported else row.confirmation_age,
        ]
        return [fact[:1].upper() + fact[1:] for fact in facts if fact]

    @property
    def picture(self):
        """Its first picture, None if it has none that may be shown."""
        images = self.partnership.listed_images[:1]
        return next((image for image in images if image.is_served), None)


class Common:
    """What all `rows` of a page share: `provenance` and `kind`, "" where they differ."""

    def __init__(self, rows: Sequence[Partnership]):
        self.rows = rows
        self.provenance = self._shared("provenance")
        self.kind = self._shared("kind") if self.provenance else ""

    def _shared(self, name):
        values = {getattr(row, name) for row in self.rows}
        return values.pop() if len(values) == 1 else ""

    @property
    def is_imported(self) -> bool:
        return bool(self.provenance) and self.rows[0].is_imported

    @property
    def has_dates(self) -> bool:
        return any(row.starts_on or row.ends_on for row in self.rows)

    @property
    def has_themes(self) -> bool:
        return any(row.listed_themes for row in self.rows)

    @property
    def _subject(self):
        count = len(self.rows)
        if self.kind == PartnershipKind.TWINNING:
            return ngettext("Jumelage", "Jumelages", count)
        subject = ngettext("Partenariat", "Partenariats", count)
        if not self.kind:
            return subject
        kind = _("de type «\u202f%(kind)s\u202f»") % {"kind": PartnershipKind(self.kind).label}
        return f"{subject} {kind}"

    @property
    def head(self) -> str:
        """« Jumelages repris de Wikidata (2017) »; "" where the rows are of several origins."""
        if not self.provenance:
            return ""
        source = _cited(self._shared("source_text")) or _("sources publiques")
        count = len(self.rows)
        text = {
            Provenance.DECLARED: ngettext(
                "%(subject)s déclaré par sa collectivité",
                "%(subject)s déclarés par leur collectivité",
                count,
            ),
            Provenance.DEMONSTRATION: ngettext(
                "%(subject)s fictif, de démonstration",
                "%(subject)s fictifs, de démonstration",
                count,
            ),
        }.get(
            self.provenance,
            ngettext("%(subject)s repris de %(source)s", "%(subject)s repris de %(source)s", count),
        )
        return text % {"subject": self._subject, "source": source}

    @property
    def rest(self) -> str:
        """« , sans date ni thème, non déclarés »."""
        absent = {
            (False, False): _(", sans date ni thème"),
            (False, True): _(", sans date"),
            (True, False): _(", sans thème"),
        }.get((self.has_dates, self.has_themes), "")
        undeclared = ngettext(", non déclaré", ", non déclarés", len(self.rows))
        return absent + (undeclared if self.is_imported else "")


class PartnershipRows:
    """The rows of `partnerships` and what they share."""

    def __init__(self, partnerships: Iterable[Partnership], words: Sequence[str] = ()):
        self.partnerships, self.words = list(partnerships), words
        self.common = Common(self.partnerships)

    def __iter__(self) -> Iterator[PartnershipRow]:
        return (PartnershipRow(each, self.common, self.words) for each in self.partnerships)

    def __len__(self) -> int:
        return len(self.partnerships)
