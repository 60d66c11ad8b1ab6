"""Partners of the registry that resemble proposed ones, so that a person says whether they are.

Nothing is replaced here: a resemblance is a question, and the document holds its answer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from partnerships.analysis import fold
from partnerships.models import (
    InternationalPartner,
    InternationalPartnerKind,
    PartnerTerm,
    Place,
    PlaceTerm,
)
from partnerships.names import (
    LONGEST_SPELT,
    name_key,
    name_resemblance,
    one_letter_away,
    resembling_terms,
    without_titles,
)
from partnerships.near_spelling import Vocabulary
from partnerships.proximity import distance_km

SHOWN = 4
# Beyond this distance, names that are not the same are not compared.
FAR_KM = 100
# Letters of all names together: beyond, the terms of the registry are read rather than all
# spellings looked up, some 75 by letter.
LETTERS_SPELT = 300
# SQLite compiled with its own limit reads 32,766 parameters in a query, and 1,000 alternatives.
TERMS_PER_QUERY, STARTS_PER_QUERY = 30_000, 400


class ResemblanceReason(TextChoices):
    """Why two partners of a country resemble each other, the strongest first."""

    SAME_NAME = "same_name", _("même nom")
    NEAR_NAME = "near_name", _("noms à une lettre près")
    CONTAINED_NAME = "contained_name", _("l’un des noms contient l’autre")
    SAME_PLACE = "same_place", _("même ville")


RANKS = {reason: rank for rank, reason in enumerate(ResemblanceReason)}


@dataclass(frozen=True)
class Proposed:
    """A proposed partner. `key`: the uuid of its item; `kind`: "" if not chosen yet."""

    key: str
    name: str
    country: str
    kind: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class Resembling:
    """A known partner that resembles a proposed one. `km`: between them, None if unknown."""

    partner: InternationalPartner
    reasons: tuple[ResemblanceReason, ...]
    km: float | None

    @property
    def uuid(self) -> str:
        return str(self.partner.uuid)

    @property
    def reasons_text(self) -> str:
        return ", ".join(str(each.label) for each in self.reasons)


def _town_names(proposed: list[Proposed]) -> dict[tuple[str, str], set[str]]:
    """Returns (country, folded name) → all names of the towns that have this name, folded.

    A town known by GeoNames under a name in Arabic is also found by its French name.
    """
    names = {fold(each.name) for each in proposed}
    terms = PlaceTerm.objects.filter(term__in=names)
    towns = Place.objects.filter(pk__in=terms.values("place"))
    found = defaultdict(set)
    for town in towns.filter(country__in={each.country for each in proposed}):
        own = {fold(name) for name in (town.name, *town.other_names)} - {""}
        for name in own & names:
            found[town.country_id, name] |= own
    return found


def _spellings(names: set[str], countries: set[str]) -> Callable[[str], Iterable[str]]:
    """Returns what gives the spellings of a name with one mistake: all that may be, or, for many
    letters, only the terms of the partners of `countries`.
    """
    names = {name for name in map(without_titles, names) if len(name) <= LONGEST_SPELT}
    if sum(map(len, names)) <= LETTERS_SPELT:
        return one_letter_away
    terms = PartnerTerm.objects.filter(partner__country__in=countries).order_by()
    vocabulary = Vocabulary(terms.values_list("term", flat=True).distinct())
    near = {name: vocabulary.near(name, 1) for name in names}
    return lambda name: near.get(name, ())


def _slices(values: set[str], size: int) -> Iterator[list[str]]:
    ordered = sorted(values)
    return (ordered[i : i + size] for i in range(0, len(ordered), size))


def _partners_by_term(sought: list["Sought"]) -> dict[str, set[int]]:
    """Returns {term, or beginning of one and a space: primary keys of its partners}."""
    rows = PartnerTerm.objects.filter(
        partner__merged_into__isnull=True,
        partner__country__in={each.proposed.country for each in sought},
    ).order_by()
    found = defaultdict(set)
    for terms in _slices(set().union(*(each.terms for each in sought)), TERMS_PER_QUERY):
        for term, pk in rows.filter(term__in=terms).values_list("term", "partner"):
            found[term].add(pk)
    for starts in _slices({each.start for each in sought}, STARTS_PER_QUERY):
        wanted = reduce(or_, (Q(term__prefix=start) for start in starts))
        for term, pk in rows.filter(wanted).values_list("term", "partner"):
            for start in _beginnings(term):
                found[f"{start} "].add(pk)
    return found


def _beginnings(term):
    parts = term.split()
    return (" ".join(parts[:i]) for i in range(1, len(parts)))


def _partners_at(places: set[int]) -> dict[int, set[int]]:
    """Returns {place: primary keys of its partners}."""
    rows = InternationalPartner.objects.current().filter(place__in=places).order_by()
    found = defaultdict(set)
    for place, pk in rows.values_list("place", "pk") if places else ():
        found[place].add(pk)
    return found


def _keys_of(partner: InternationalPartner) -> frozenset[str]:
    """Returns the keys of the names of a partner.

    Those of its town are added when it is named after it: a partner that only stands in a town
    has another name.
    """
    own = {name_key(name) for name in (partner.name, partner.name_fr) if name}
    town = partner.place
    towns = {name_key(name) for name in (town.name, *town.other_names)} if town else set()
    return frozenset(own | towns if own & towns else own)


def _km(place: Place | None, partner: InternationalPartner) -> float | None:
    if place is None or partner.latitude is None or partner.longitude is None:
        return None
    return distance_km((place.latitude, place.longitude), (partner.latitude, partner.longitude))


def _may_be_of_one_kind(proposed, partner) -> bool:
    kinds = {proposed.kind, partner.kind} - {"", InternationalPartnerKind.UNKNOWN}
    return len(kinds) < 2


def _reasons(proposed, keys, partner, km) -> Iterator[ResemblanceReason]:
    theirs = _keys_of(partner)
    is_like_kind = _may_be_of_one_kind(proposed, partner)
    reason = name_resemblance(keys, theirs)
    if reason == ResemblanceReason.SAME_NAME:
        yield ResemblanceReason.SAME_NAME
    elif reason and is_like_kind and (km is None or km <= FAR_KM):
        yield ResemblanceReason(reason)
    if proposed.place and proposed.place.pk == partner.place_id and is_like_kind:
        yield ResemblanceReason.SAME_PLACE


def _ordered(resembling: list[Resembling]) -> list[Resembling]:
    """Returns the strongest and nearest first, at most SHOWN."""
    far = float("inf")

    def order(each):
        return RANKS[each.reasons[0]], far if each.km is None else each.km, each.partner.pk

    return sorted(resembling, key=order)[:SHOWN]


@dataclass(frozen=True)
class Sought:
    """A proposed partner, the keys of its names, and the terms of those that resemble it."""

    proposed: Proposed
    keys: frozenset[str]
    terms: set[str]

    @property
    def start(self) -> str:
        """The beginning of the terms of longer names."""
        return f"{without_titles(self.proposed.name)} "


def _sought(proposed: list[Proposed]) -> Iterator[Sought]:
    town_names = _town_names(proposed)
    named = [
        (each, {each.name, *town_names.get((each.country, fold(each.name)), ())})
        for each in proposed
    ]
    all_names = set().union(*(names for _each, names in named))
    spellings = _spellings(all_names, {each.country for each in proposed})
    for each, names in named:
        terms = set().union(*(resembling_terms(name, spellings=spellings) for name in names))
        yield Sought(each, frozenset(map(name_key, names)), terms)


def resembling_partners(proposed: Iterable[Proposed]) -> dict[str, list[Resembling]]:
    """Returns {key of a proposed partner: known partners that resemble it}, in five queries.

    They are of the same country, under a name in any script or spelling, or in the same place.
    Those without a name or a country yet resemble nothing. Many proposed partners take a query
    more, and thousands one by TERMS_PER_QUERY terms.
    """
    proposed = [each for each in proposed if each.country and name_key(each.name)]
    if not proposed:
        return {}
    sought = list(_sought(proposed))
    by_term = _partners_by_term(sought)
    at = _partners_at({each.place.pk for each in proposed if each.place})
    found = {}
    for each in sought:
        own = (*each.terms & by_term.keys(), each.start)
        pks = set().union(*(by_term.get(term, ()) for term in own))
        place = each.proposed.place
        found[each.proposed.key] = pks | at.get(place.pk, set()) if place else pks
    rows = InternationalPartner.objects.select_related("country", "place").in_bulk(
        set().union(*found.values())
    )
    return {
        each.proposed.key: _ordered(list(_compared(each, map(rows.get, found[each.proposed.key]))))
        for each in sought
    }


def _compared(sought: Sought, partners) -> Iterator[Resembling]:
    for partner in partners:
        if partner.country_id == sought.proposed.country:
            km = _km(sought.proposed.place, partner)
            reasons = tuple(_reasons(sought.proposed, sought.keys, partner, km))
            if reasons:
                yield Resembling(partner, reasons, km)
