"""Finds foreign partners by their names, those of their town and of records merged into them."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from partnerships.analysis import fold, suffixes
from partnerships.models import InternationalPartner, PartnerTerm, Place, PlaceTerm
from partnerships.registry.authority_search import (
    BEGINNING,
    NAME,
    OTHER_KIND,
    OTHER_NAME,
    RANKED,
)


@dataclass(frozen=True)
class PartnerMatch:
    """A partner found. `reason`: how, unless it is by its name; `rank`: the surest first."""

    partner: InternationalPartner
    rank: int
    reason: str = ""


def _own_names(partner):
    return [name for name in (partner.name_fr, partner.name) if name]


def _place_names(place: Place | None) -> list[str]:
    return [place.name, *place.other_names] if place else []


def partner_names(partner: InternationalPartner) -> list[str]:
    """Returns all names that find `partner`, its own first; not those of merged records."""
    return [*_own_names(partner), *_place_names(partner.place)]


def _starts_with(name, folded):
    return any(part.startswith(folded) for part in suffixes(name))


def _other_name(name):
    return _("autre nom\u202f: %(name)s") % {"name": name}


def _partner_match(partner, text):
    folded = fold(text)
    own = _own_names(partner)
    if folded in map(fold, own):
        return PartnerMatch(partner, NAME)
    merged = [name for each in partner.merged_partners.all() for name in _own_names(each)]
    others = [*_place_names(partner.place), *merged]
    if folded in map(fold, others):
        return PartnerMatch(partner, OTHER_NAME, _other_name(text.strip()))
    if any(_starts_with(name, folded) for name in own):
        return PartnerMatch(partner, BEGINNING)
    begun = next((name for name in others if _starts_with(name, folded)), "")
    return PartnerMatch(partner, OTHER_KIND, begun and _other_name(begun))


def search_partners(rows: QuerySet, text: str, most: int) -> list[PartnerMatch]:
    """Returns the first `most` partners of `rows` that `text` names, the surest first."""
    folded = fold(text)
    if not folded:
        return []
    order = (F("place__population").desc(nulls_last=True), "sort_key", "pk")
    terms = PartnerTerm.objects.values("partner")
    found = [
        rows.filter(pk__in=terms.filter(term))
        .order_by(*order)
        .values_list("pk", flat=True)[: max(most, RANKED)]
        for term in (Q(term=folded), Q(term__prefix=folded))
    ]
    keys = list(dict.fromkeys(pk for each in found for pk in each))
    rows = rows.select_related("country", "place").prefetch_related("merged_partners").in_bulk(keys)
    matches = [_partner_match(rows[pk], text) for pk in keys]
    return sorted(matches, key=lambda match: match.rank)[:most]


def count_partners(text: str, most: int) -> int:
    """Returns how many partners `text` names, up to `most`."""
    terms = PartnerTerm.objects.filter(term__prefix=fold(text)).values("partner")
    return InternationalPartner.objects.current().filter(pk__in=terms).order_by()[:most].count()


def search_towns(text: str, most: int) -> list[Place]:
    """Returns the foreign towns named `text` where the registry has no partner, the most populated
    first.
    """
    folded = fold(text)
    if not folded:
        return []
    named = PlaceTerm.objects.filter(term=folded).values("place")
    towns = (
        Place.objects.foreign()
        .filter(pk__in=named, partners__isnull=True)
        .select_related("country")
    )
    towns = towns.order_by("-population", "pk")[:RANKED]
    return [town for town in towns if folded in map(fold, _place_names(town))][:most]
