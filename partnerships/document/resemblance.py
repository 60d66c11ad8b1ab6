"""Partners of the registry that resemble proposed ones, so that a person says whether they are.

Nothing is replaced here: a resemblance is a question, and the document holds its answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from partnerships.document.proposed_partner import (
    TERMS_PER_QUERY,
    Proposed,
    Sought,
    partners_at,
    partners_by_term,
    slices,
    sought_for,
)
from partnerships.models import Country, InternationalPartner, InternationalPartnerKind, Place
from partnerships.names import name_key, name_resemblance
from partnerships.proximity import distance_km, point_of

# Beyond this distance, names that are not the same are not compared.
FAR_KM = 100
# Those that are not surely of the same name: only the nearest are asked about.
WEAK_ASKED = 4
# Proposed partners of one dossier that are compared with each other, pair by pair.
COMPARED_HERE = 100


class ResemblanceReason(TextChoices):
    """Why two partners resemble each other, the strongest first."""

    SAME_NAME = "same_name", _("même nom")
    NEAR_NAME = "near_name", _("noms à une lettre près")
    CONTAINED_NAME = "contained_name", _("l’un des noms contient l’autre")
    SAME_PLACE = "same_place", _("même ville")
    OTHER_COUNTRY = "other_country", _("même nom, dans un autre pays")


RANKS = {reason: rank for rank, reason in enumerate(ResemblanceReason)}


def key_of(partner: InternationalPartner) -> str:
    """Returns the name of a partner as an answer keeps it, in one word."""
    return name_key(str(partner)).replace(" ", "-")


def unsaved_partner(proposed: Proposed) -> InternationalPartner:
    """Returns a proposed partner as one of the registry, with the uuid of its item."""
    place = proposed.place
    return InternationalPartner(
        uuid=proposed.key,
        name=proposed.name,
        kind=proposed.kind,
        country_id=proposed.country,
        place=place,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )


def answers_text(said: dict[str, str]) -> str:
    """Returns the answers {known partner: `key_of` it that day} as the form keeps them."""
    return " ".join(f"{uuid}={key}" if key else uuid for uuid, key in said.items())


@dataclass(frozen=True)
class Resembling:
    """A known partner that resembles a proposed one, or an unsaved one, of another item of the
    same dossier. `km`: between them, None if unknown.
    """

    partner: InternationalPartner
    reasons: tuple[ResemblanceReason, ...]
    km: float | None

    @property
    def uuid(self) -> str:
        return str(self.partner.uuid)

    def is_in(self, said: dict[str, str]) -> bool:
        """Whether one of the answers {known partner: `key_of` it that day} is about this one.

        A partner of another name since is asked about again; older answers have no key.
        """
        return said.get(self.uuid) in ("", key_of(self.partner))

    @property
    def reasons_text(self) -> str:
        return ", ".join(str(each.label) for each in self.reasons)


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
    here, there = place and point_of(place), point_of(partner)
    return distance_km(here, there) if here and there else None


def _may_be_of_one_kind(proposed, partner) -> bool:
    kinds = {proposed.kind, partner.kind} - {"", InternationalPartnerKind.UNKNOWN}
    return len(kinds) < 2


def _is_near(km: float | None, *, otherwise: bool) -> bool:
    return otherwise if km is None else km <= FAR_KM


def _reasons(sought: Sought, partner, km) -> Iterator[ResemblanceReason]:
    proposed = sought.proposed
    is_like_kind = _may_be_of_one_kind(proposed, partner)
    reason = name_resemblance(sought.keys, _keys_of(partner))
    if partner.country_id != proposed.country:
        # A border that sources draw differently, or a country chosen by mistake.
        is_namesake = is_like_kind and reason == ResemblanceReason.SAME_NAME
        if is_namesake and _is_near(km, otherwise=not sought.is_town_of_its_country):
            yield ResemblanceReason.OTHER_COUNTRY
    elif reason == ResemblanceReason.SAME_NAME:
        yield ResemblanceReason.SAME_NAME
    elif reason and is_like_kind and _is_near(km, otherwise=True):
        yield ResemblanceReason(reason)
    if proposed.place and proposed.place.pk == partner.place_id and is_like_kind:
        yield ResemblanceReason.SAME_PLACE


def _asked_about(resembling: Iterable[Resembling]) -> list[Resembling]:
    """Returns those of the same name, then the WEAK_ASKED strongest and nearest of the others."""
    far = float("inf")

    def order(each):
        return RANKS[each.reasons[0]], far if each.km is None else each.km, each.partner.pk

    ordered = sorted(resembling, key=order)
    strong = [each for each in ordered if ResemblanceReason.SAME_NAME in each.reasons]
    return ordered[: len(strong) + WEAK_ASKED]


def _rows(pks: set[int], uuids: set[UUID]) -> dict[int, InternationalPartner]:
    rows = InternationalPartner.objects.select_related("country", "place")
    found = {}
    for batch in slices(pks, TERMS_PER_QUERY) if pks else [[]]:
        found |= {row.pk: row for row in rows.filter(Q(pk__in=batch) | Q(uuid__in=uuids))}
    return found


def _candidates(sought: Sought, by_term: dict[str, set[int]], at: dict[int, set[int]]) -> set[int]:
    terms = (*sought.terms & by_term.keys(), sought.start)
    pks = set().union(*(by_term.get(term, ()) for term in terms))
    place = sought.proposed.place
    return pks | at.get(place.pk, set()) if place else pks


def resembling_partners(
    proposed: Iterable[Proposed], *, is_published: bool = False
) -> dict[str, list[Resembling]]:
    """Returns {key of a proposed partner: known partners that resemble it}, in five queries.

    They have a name like it in any script or spelling, or are in the same place; in another
    country, the same name nearby. Of the weak resemblances, only the nearest few are returned.
    Those without a name or a country yet resemble nothing, and none resembles the partner that its
    own publication created, if their dossier `is_published`. Many proposed partners take one more
    query; thousands, one for each TERMS_PER_QUERY terms.
    """
    proposed = [each for each in proposed if each.country and name_key(each.name)]
    if not proposed:
        return {}
    sought = list(sought_for(proposed))
    by_term = partners_by_term(sought)
    at = partners_at({each.place.pk for each in proposed if each.place})
    found = {each.proposed.key: _candidates(each, by_term, at) for each in sought}
    created = {each.key: each.created_uuid for each in proposed if is_published}
    rows = _rows(set().union(*found.values()), set(created.values()) - {None})
    published = {row.uuid: row.merged_into_id or row.pk for row in rows.values()}
    for key, uuid in created.items():
        found[key].discard(published.get(uuid))
    compared = {
        each.proposed.key: _compared(each, map(rows.get, found[each.proposed.key]))
        for each in sought
    }
    return {key: _asked_about(each) for key, each in compared.items()}


def resembling_each_other(proposed: list[Proposed]) -> dict[str, list[Resembling]]:
    """Returns {key of a proposed partner: earlier ones of the list that resemble it}, which are
    not saved; only the first COMPARED_HERE are compared. The same description twice is no
    question, but an item to remove.
    """
    described = [each for each in proposed if each.country and each.kind and name_key(each.name)]
    described = described[:COMPARED_HERE]
    partners = [unsaved_partner(each) for each in described]
    found = {}
    for rank, each in enumerate(described):
        earlier = zip(described[:rank], partners, strict=False)
        others = [partner for other, partner in earlier if not each.is_same(other)]
        found[each.key] = list(_compared(Sought.of_name(each), others))
    if not any(found.values()):
        return {}
    countries = Country.objects.in_bulk({each.country for each in described})
    for resembling in found.values():
        resembling[:] = [each for each in resembling if each.partner.country_id in countries]
        for each in resembling:
            each.partner.country = countries[each.partner.country_id]
    return found


def _compared(sought: Sought, partners) -> Iterator[Resembling]:
    for partner in partners:
        km = _km(sought.proposed.place, partner)
        reasons = tuple(_reasons(sought, partner, km))
        if reasons:
            yield Resembling(partner, reasons, km)
