"""Rows of partnerships: who, with whom, how far; and what all rows of a page share."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Partnership, PartnershipKind, Provenance
from partnerships.proximity import distance_km, point_of
from partnerships.registry.marking import marked
from partnerships.registry.row_parts import Party, RowParts, RowPicture

# Names shown of a side; the others are told by their number.
NAMED_MAX = 3
# The arc, in pixels: its line stands for the greatest distance of all.
LINE, LEFT, GROUND, HIGHEST = 88, 4, 21, 17
LONGEST_KM = 20_000
ROUNDED_TO_KM = 10
YEAR_AT_END = re.compile(r"^(.+), (\d{4})$")


class Named(NamedTuple):
    """A party of a partnership, and where it is; "" where its name says so."""

    name: SafeString
    place: str


class Side(NamedTuple):
    """The first parties of a side, and how many others there are."""

    named: tuple[Named, ...]
    other_count: int


class Distance(NamedTuple):
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


def _cited(source: str) -> str:
    """Returns « Wikidata (2017) » of « Wikidata, 2017 »."""
    return YEAR_AT_END.sub(r"\1 (\2)", source)


class PartnershipRow(NamedTuple):
    """A partnership in a list, as plain values: those that are equal show the same. `title`: ""
    where it was made of the two names when it was imported; `facts`: what the line above the list
    does not say of it; `distance`: None where one of the sides has no known point.
    """

    public_id: str
    address: str
    title: SafeString | str
    here: Side
    there: Side
    distance: Distance | None
    is_demonstration: bool
    facts: tuple[str, ...]
    picture: RowPicture | None


def _years(partnership) -> str:
    first, last = partnership.starts_on, partnership.ends_on
    if first and last:
        one, other = f"{first:%Y}", f"{last:%Y}"
        return one if one == other else f"{one} – {other}"
    if first:
        return _("depuis %(year)s") % {"year": f"{first:%Y}"}
    return _("jusqu’en %(year)s") % {"year": f"{last:%Y}"} if last else ""


def _distance(here, there):
    one, other = (filter(None, map(point_of, side)) for side in (here, there))
    lengths = [distance_km(*pair) for pair in product(one, other)]
    return Distance(min(lengths), max(lengths)) if lengths else None


class Common:
    """What all `rows` of a page share: `provenance` and `kind`, "" where they differ.

    `usual`: the provenance that is said once above, the shared one or else that of most rows
    without a badge; "" where none is. A row of another provenance says its own.
    """

    def __init__(self, rows: Sequence[Partnership], has_themes: bool):
        self.rows, self.has_themes = rows, has_themes
        self.provenance = self._shared("provenance", rows)
        self.kind = self._shared("kind", rows) if self.provenance else ""
        self.usual = self.provenance or self._most_frequent()

    @staticmethod
    def _shared(name, rows):
        values = {getattr(row, name) for row in rows}
        return values.pop() if len(values) == 1 else ""

    def _most_frequent(self):
        counts = Counter(row.provenance for row in self.rows if not row.is_demonstration)
        [(provenance, count)] = counts.most_common(1) or [("", 0)]
        return provenance if count > 1 and 2 * count > counts.total() else ""

    def own_provenance(self, row: Partnership) -> str:
        """Returns what `row` says of its provenance; "" where the head or a badge does."""
        is_said = row.provenance == self.usual or row.is_demonstration
        return "" if is_said else row.get_provenance_display()

    @cached_property
    def _usual_rows(self):
        return [row for row in self.rows if row.provenance == self.usual]

    @property
    def is_imported(self) -> bool:
        return bool(self.usual) and self._usual_rows[0].is_imported

    @cached_property
    def has_dates(self) -> bool:
        return any(row.starts_on or row.ends_on for row in self.rows)

    @property
    def _subject(self):
        count = len(self._usual_rows)
        if self.kind == PartnershipKind.TWINNING:
            return ngettext("Jumelage", "Jumelages", count)
        subject = ngettext("Partenariat", "Partenariats", count)
        if self.kind in ("", PartnershipKind.UNKNOWN):
            return subject
        kind = _("de type «\u202f%(kind)s\u202f»") % {"kind": PartnershipKind(self.kind).label}
        return f"{subject} {kind}"

    @property
    def head(self) -> str:
        """« Jumelages repris de Wikidata (2017) »; "" where no provenance is usual."""
        if not self.usual:
            return ""
        source = _cited(self._shared("source_text", self._usual_rows)) or _("sources publiques")
        count = len(self._usual_rows)
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
            self.usual,
            ngettext("%(subject)s repris de %(source)s", "%(subject)s repris de %(source)s", count),
        )
        return text % {"subject": self._subject, "source": source}

    @property
    def rest(self) -> str:
        """« , sans date ni thème, non déclarés », « , non déclarés, sauf mention contraire »."""
        absent = {
            (False, False): _(", sans date ni thème"),
            (False, True): _(", sans date"),
            (True, False): _(", sans thème"),
        }.get((self.has_dates, self.has_themes), "")
        return absent + self._undeclared

    @property
    def _undeclared(self):
        undeclared = ""
        if self.is_imported:
            undeclared = ngettext(", non déclaré", ", non déclarés", len(self._usual_rows))
        return undeclared if self.provenance else undeclared + _(", sauf mention contraire")

    @property
    def marks(self) -> str:
        """« Jumelages repris de Wikidata (2017), non déclarés. », without what is absent."""
        return f"{self.head}{self._undeclared}." if self.head else ""


class ReadRow(NamedTuple):
    """A partnership of a list, and what was read of it: all its parties, and its themes."""

    partnership: Partnership
    here: Sequence[Party]
    there: Sequence[Party]
    themes: Sequence[str]

    @property
    def distance(self) -> Distance | None:
        """None where one of the sides has no known point."""
        return _distance(self.here, self.there)


class PartnershipRows:
    """The rows of `partnerships` and what they share; `words`: the searched ones, which are marked
    in names and titles.
    """

    def __init__(self, partnerships: Iterable[Partnership], words: Sequence[str] = ()):
        self.partnerships, self.words = list(partnerships), words
        self._parts = RowParts(row.pk for row in self.partnerships)
        self.common = Common(self.partnerships, bool(self._parts.themes))

    def __iter__(self) -> Iterator[PartnershipRow]:
        return map(self._row, self.read)

    def __len__(self) -> int:
        return len(self.partnerships)

    @cached_property
    def read(self) -> list[ReadRow]:
        parts = self._parts
        return [
            ReadRow(
                row,
                parts.here.get(row.pk, ()),
                parts.there.get(row.pk, ()),
                parts.themes.get(row.pk, ()),
            )
            for row in self.partnerships
        ]

    def _row(self, row):
        partnership = row.partnership
        is_titled = partnership.provenance != Provenance.WIKIDATA
        return PartnershipRow(
            public_id=partnership.public_id,
            address=partnership.get_absolute_url(),
            title=self._marked(partnership.title) if is_titled else "",
            here=self._side(row.here),
            there=self._side(row.there),
            distance=row.distance,
            is_demonstration=partnership.is_demonstration,
            facts=self._facts(partnership, row.themes),
            picture=self._parts.pictures.get(partnership.pk),
        )

    def _marked(self, text) -> SafeString:
        return marked(text, self.words) if self.words else conditional_escape(text)

    def _side(self, parties):
        pairs = [Named(self._marked(party.name), party.place) for party in parties]
        shown = pairs if len(pairs) == NAMED_MAX + 1 else pairs[:NAMED_MAX]
        return Side(tuple(shown), len(pairs) - len(shown))

    def _facts(self, row, themes):
        facts = (
            "" if self.common.kind else row.kind_label,
            row.phase_label,
            _years(row),
            ", ".join(themes),
            self.common.own_provenance(row),
            "" if row.is_imported else row.confirmation_age,
        )
        return tuple(capfirst(fact) for fact in facts if fact)
