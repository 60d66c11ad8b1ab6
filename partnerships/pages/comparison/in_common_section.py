"""What the things compared share, and what each has alone, by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from partnerships.models import Facet, InternationalPartner, LocalAuthority
from partnerships.registry.comparison.shared import InCommon, in_common, real_and_fictitious
from partnerships.registry.comparison.subjects import LEAST, ComparedSubjects, Subject
from partnerships.registry.facets.labels import FacetLabels

# How many are shown at once, folded under them, and shown of those that one alone has.
SHOWN, FOLDED, SHOWN_ALONE = 20, 200, 5


@dataclass(frozen=True)
class Words:
    """The titles of what is shared: with a number, without any, with an unknown number."""

    some: Promise
    none: Promise
    unknown: Promise


OF_PARTNERS = Words(
    ngettext_lazy("%(number)s partenaire en commun", "%(number)s partenaires en commun", "count"),
    gettext_lazy("Aucun partenaire en commun connu"),
    gettext_lazy("Partenaires en commun"),
)
OF_AUTHORITIES = Words(
    ngettext_lazy(
        "%(number)s collectivité française en commun",
        "%(number)s collectivités françaises en commun",
        "count",
    ),
    gettext_lazy("Aucune collectivité française en commun connue"),
    gettext_lazy("Collectivités françaises en commun"),
)
OF_COUNTRIES = Words(
    ngettext_lazy(
        "%(number)s pays ou territoire en commun",
        "%(number)s pays et territoires en commun",
        "count",
    ),
    gettext_lazy("Aucun pays ni territoire en commun connu"),
    gettext_lazy("Pays et territoires en commun"),
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
    subject: Subject
    count: str
    named: list[NamedKey]
    rest: int


@dataclass(frozen=True)
class InCommonSection:
    """`lines`: the first, `folded`: the following ones, `rest`: how many are not named.

    `unknown`: why nothing can be said; then there are no lines.
    """

    title: str
    lines: list[SharedLine]
    folded: list[SharedLine]
    rest: int
    alone: list[AloneLine]
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


def _title(words: Words, count: int, subjects: int) -> str:
    if not count:
        return str(words.none)
    text = words.some % {"count": count, "number": number_format(count, force_grouping=True)}
    return _("%(text)s, à deux au moins") % {"text": text} if subjects > LEAST else text


def _named_holders(names, holders):
    return ", ".join(names[holder] for holder in holders)


def _section(words: Words, compared: ComparedSubjects, common: InCommon, named) -> InCommonSection:
    """`named`: {key: name}, in the order of names."""
    places = {key: at for at, key in enumerate(named)}
    shared = [each for each in common.shared if each.key in places]
    shared.sort(key=lambda each: (-len(each.holders), places[each.key]))
    names = {each.value: each.name for each in compared.subjects}
    lines = [
        SharedLine(
            named[each.key],
            "" if len(each.holders) == len(names) else _named_holders(names, each.holders),
            _named_holders(names, each.fictitious),
        )
        for each in shared[: SHOWN + FOLDED]
    ]
    keys, alone = list(named), []
    for subject in compared.subjects:
        own = sorted(places[key] for key in common.alone[subject.value] if key in places)
        shown = own if len(own) == SHOWN_ALONE + 1 else own[:SHOWN_ALONE]
        alone.append(
            AloneLine(
                subject,
                number_format(len(own), force_grouping=True) if own else "",
                [named[keys[at]] for at in shown],
                len(own) - len(shown),
            )
        )
    title = _title(words, len(shared), len(names))
    return InCommonSection(title, lines[:SHOWN], lines[SHOWN:], len(shared) - len(lines), alone)


def linked_in_common(compared: ComparedSubjects, found: dict | None) -> InCommonSection:
    """Returns the partners, or the French authorities of countries, that they share.

    `found`: {(value, source): keys}, None where there are too many to be read.
    """
    is_of_countries = compared.facet == Facet.COUNTRY
    words = OF_AUTHORITIES if is_of_countries else OF_PARTNERS
    if found is None:
        reason = _(
            "Ces partenariats sont trop nombreux pour que leurs partenaires soient comparés un à "
            "un ici."
        )
        return InCommonSection(str(words.unknown), [], [], 0, [], reason)
    common = in_common(*real_and_fictitious(compared.values, found))
    keys = {each.key for each in common.shared}.union(*common.alone.values())
    named = _authorities(keys) if is_of_countries else _partners(keys)
    return _section(words, compared, common, named)


def countries_in_common(
    compared: ComparedSubjects, counts: dict, labels: FacetLabels
) -> InCommonSection:
    """Returns the countries that the authorities, régions or départements share."""
    found = {key: set(of_key[Facet.COUNTRY]) for key, of_key in counts.items()}
    common = in_common(*real_and_fictitious(compared.values, found))
    keys = {each.key for each in common.shared}.union(*common.alone.values())
    return _section(OF_COUNTRIES, compared, common, _countries(labels, keys))
