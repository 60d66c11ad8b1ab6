"""What the things compared share, and what each has alone, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from partnerships.models import Facet, InternationalPartner, LocalAuthority
from partnerships.registry.comparison.shared import InCommon, in_common, real_and_fictitious
from partnerships.registry.comparison.subjects import LEAST, ComparedSubjects, Subject
from partnerships.registry.facets.labels import FacetLabels

# Shared names shown at once, then folded under them; names shown of what one alone has.
SHOWN, FOLDED, SHOWN_ALONE = 20, 200, 5
# The parameter of the subject whose own names are listed.
ALONE = "seul"


@dataclass(frozen=True)
class NameKind:
    """What names are shared. `slug`: in the address of their list; the titles: with a number,
    without any, with an unknown number; `of_one`: of what one has alone.
    """

    slug: str
    some: Promise
    none: Promise
    unknown: Promise
    of_one: Promise


PARTNERS = NameKind(
    "partenaires",
    ngettext_lazy("%(number)s partenaire en commun", "%(number)s partenaires en commun", "count"),
    gettext_lazy("Aucun partenaire en commun connu"),
    gettext_lazy("Partenaires en commun"),
    ngettext_lazy("%(number)s partenaire", "%(number)s partenaires", "count"),
)
AUTHORITIES = NameKind(
    "collectivites",
    ngettext_lazy(
        "%(number)s collectivité française en commun",
        "%(number)s collectivités françaises en commun",
        "count",
    ),
    gettext_lazy("Aucune collectivité française en commun connue"),
    gettext_lazy("Collectivités françaises en commun"),
    ngettext_lazy(
        "%(number)s collectivité française", "%(number)s collectivités françaises", "count"
    ),
)
COUNTRIES = NameKind(
    "pays",
    ngettext_lazy(
        "%(number)s pays ou territoire en commun",
        "%(number)s pays et territoires en commun",
        "count",
    ),
    gettext_lazy("Aucun pays ni territoire en commun connu"),
    gettext_lazy("Pays et territoires en commun"),
    ngettext_lazy("%(number)s pays ou territoire", "%(number)s pays et territoires", "count"),
)


@dataclass(frozen=True)
class NamedKey:
    """`view`, `key`: of its page."""

    name: str
    detail: str
    view: str
    key: str

    @property
    def address(self) -> str:
        return reverse(f"partnerships:{self.view}", args=[self.key])


@dataclass(frozen=True)
class SharedLine:
    """`holders`: who share it, "" where all do; `fictitious`: those of them that do so only by a
    record of demonstration.
    """

    named: NamedKey
    holders: str
    fictitious: str


@dataclass(frozen=True)
class AloneLine:
    """What one has and no other: its number, the first names, how many others; `address`: of all
    names, "" where these are all.
    """

    subject: Subject
    count: str
    named: list[NamedKey]
    rest: int
    address: str


@dataclass(frozen=True)
class InCommonSection:
    """`lines`: the first, `folded`: the following ones, `rest`: how many are not named; `address`:
    of all names.

    `unknown`: why nothing can be said; then there are no lines.
    """

    title: str
    lines: list[SharedLine]
    folded: list[SharedLine]
    rest: int
    alone: list[AloneLine]
    address: str = ""
    unknown: str = ""


def _partners(keys) -> dict[str, NamedKey]:
    rows = InternationalPartner.objects.filter(uuid__in=keys).order_by("sort_key", "pk")
    names = rows.values_list("uuid", "name_fr", "name", "country__name")
    return {
        str(uuid): NamedKey(name_fr or name, country, "partner_detail", str(uuid))
        for uuid, name_fr, name, country in names
    }


def _authorities(keys) -> dict[str, NamedKey]:
    rows = LocalAuthority.objects.filter(key__in=keys).order_by("sort_key", "pk")
    names = rows.values_list("key", "name", "departement__name")
    return {key: NamedKey(name, place or "", "authority_detail", key) for key, name, place in names}


def _countries(labels: FacetLabels, keys: Iterable[str]) -> dict[str, NamedKey]:
    return {
        iso2: NamedKey(country.name, "", "country_detail", iso2)
        for iso2, country in labels.countries.items()
        if iso2 in keys
    }


def _joined(names: dict[str, str], holders: Iterable[str]) -> str:
    return ", ".join(names[holder] for holder in holders)


class NamesInCommon:
    """The names of one kind that the things compared share, and those that each has alone.

    `named`: {key: name}, in the order of names.
    """

    def __init__(self, kind: NameKind, compared: ComparedSubjects, common: InCommon, named):
        self.kind, self.compared = kind, compared
        self._common, self._named = common, named
        self._places = {key: at for at, key in enumerate(named)}

    @cached_property
    def shared(self) -> list[SharedLine]:
        """What two or more of them have, those of the most holders first."""
        shared = [each for each in self._common.shared if each.key in self._places]
        shared.sort(key=lambda each: (-len(each.holders), self._places[each.key]))
        names = {each.value: each.name for each in self.compared.subjects}
        return [
            SharedLine(
                self._named[each.key],
                "" if len(each.holders) == len(names) else _joined(names, each.holders),
                _joined(names, each.fictitious),
            )
            for each in shared
        ]

    @property
    def shared_title(self) -> str:
        """What is fictitious is never counted with the rest."""
        shared = [each for each in self._common.shared if each.key in self._places]
        count = sum(each.is_real for each in shared)
        text = self._shared_text(count) if count else str(self.kind.none)
        if count == len(shared):
            return text
        fictitious = number_format(len(shared) - count, force_grouping=True)
        values = {"text": text, "count": fictitious}
        return _("%(text)s, et %(count)s par des partenariats fictifs") % values

    def _shared_text(self, count):
        number = number_format(count, force_grouping=True)
        text = self.kind.some % {"count": count, "number": number}
        is_of_two = len(self.compared.subjects) == LEAST
        return text if is_of_two else _("%(text)s, à deux au moins") % {"text": text}

    def alone(self, subject: Subject) -> list[NamedKey]:
        """Returns what `subject` has and no other."""
        keys = self._common.alone[subject.value]
        return [name for key, name in self._named.items() if key in keys]

    def _alone_line(self, subject):
        own = self.alone(subject)
        shown = own if len(own) == SHOWN_ALONE + 1 else own[:SHOWN_ALONE]
        count = number_format(len(own), force_grouping=True) if own else ""
        rest = len(own) - len(shown)
        address = self.address(subject) if rest else ""
        return AloneLine(subject, count, shown, rest, address)

    def address(self, alone: Subject | None = None) -> str:
        """Returns the address of all names that they share, or that one has alone."""
        query = [pair for each in self.compared.subjects for pair in each.filters.items()]
        if alone:
            query.append((ALONE, alone.value))
        path = reverse("partnerships:comparison_names", args=[self.kind.slug])
        return f"{path}?{urlencode(query)}"

    def section(self) -> InCommonSection:
        following = self.shared[SHOWN : SHOWN + FOLDED]
        return InCommonSection(
            self.shared_title,
            self.shared[:SHOWN],
            following,
            max(0, len(self.shared) - SHOWN - FOLDED),
            [self._alone_line(each) for each in self.compared.subjects],
            self.address(),
        )


def linked_kind(facet: Facet) -> NameKind:
    """Returns the kind of what partnerships link to values of `facet`."""
    return AUTHORITIES if facet == Facet.COUNTRY else PARTNERS


def too_many(kind: NameKind) -> InCommonSection:
    reason = _(
        "Ces partenariats sont trop nombreux pour que leurs partenaires soient comparés un à un "
        "ici."
    )
    return InCommonSection(str(kind.unknown), [], [], 0, [], unknown=reason)


def _names(kind, compared, found, named_of) -> NamesInCommon:
    common = in_common(*real_and_fictitious(compared.values, found))
    keys = {each.key for each in common.shared}.union(*common.alone.values())
    return NamesInCommon(kind, compared, common, named_of(keys))


def linked_names(compared: ComparedSubjects, found: dict) -> NamesInCommon:
    """Returns the partners, or the French authorities of countries; `found`: {(value, source):
    keys}.
    """
    kind = linked_kind(compared.facet)
    return _names(kind, compared, found, _authorities if kind == AUTHORITIES else _partners)


def country_names(compared: ComparedSubjects, counts: dict, labels: FacetLabels) -> NamesInCommon:
    """Returns the countries of the authorities, régions or départements."""
    found = {key: set(of_key[Facet.COUNTRY]) for key, of_key in counts.items()}
    return _names(COUNTRIES, compared, found, lambda keys: _countries(labels, keys))
