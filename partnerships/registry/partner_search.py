"""Finds foreign partners by their names, those of their town and of records merged into them."""

from collections.abc import Iterable
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

# From this population, a town is meant even without its country.
LARGE_TOWN = 100_000


@dataclass(frozen=True)
class PartnerMatch:
    """A partner found. `reason`: how, unless it is by its name; `rank`: the surest first."""

    partner: InternationalPartner
    rank: int
    reason: str = ""


def _own_names(partner):
    return [name for name in (partner.name_fr, partner.name) if name]


def _former_names(partner):
    merged = partner.merged_partners.all()
    return [name for each in (partner, *merged) for name in each.former_names]


def _place_names(place: Place | None) -> list[str]:
    return [place.name, *place.other_names] if place else []


def partner_names(partner: InternationalPartner) -> list[str]:
    """Returns all names that find `partner`, its own first; not those of merged records."""
    return [*_own_names(partner), *partner.former_names, *_place_names(partner.place)]


def _starts_with(name, folded):
    return any(part.startswith(folded) for part in suffixes(name))


def _other_name(name):
    return _("autre nom\u202f: %(name)s") % {"name": name}


def _former_name(name):
    return _("ancien nom\u202f: %(name)s") % {"name": name}


def _partner_match(partner, text):
    folded = fold(text)
    own, former = _own_names(partner), _former_names(partner)
    if folded in map(fold, own):
        return PartnerMatch(partner, NAME)
    if old := next((name for name in former if fold(name) == folded), ""):
        return PartnerMatch(partner, OTHER_NAME, _former_name(old))
    merged = [name for each in partner.merged_partners.all() for name in _own_names(each)]
    others = [*_place_names(partner.place), *merged]
    if folded in map(fold, others):
        return PartnerMatch(partner, OTHER_NAME, _other_name(text.strip()))
    if any(_starts_with(name, folded) for name in own):
        return PartnerMatch(partner, BEGINNING)
    if old := next((name for name in former if _starts_with(name, folded)), ""):
        return PartnerMatch(partner, OTHER_KIND, _former_name(old))
    begun = next((name for name in others if _starts_with(name, folded)), "")
    return PartnerMatch(partner, OTHER_KIND, begun and _other_name(begun))


def _begun(partners, folded, most):
    """Two queries, so that the index of towns by population answers the first: many partners have
    a name that begins by two letters.
    """
    terms = PartnerTerm.objects.filter(term__prefix=folded).values("partner")
    begun = partners.filter(pk__in=terms)
    located = begun.filter(place__isnull=False)
    located = located.order_by("-place__population", "sort_key", "pk")
    keys = list(located.values_list("pk", flat=True)[:most])
    if len(keys) < most:
        others = begun.filter(place__isnull=True).order_by("sort_key", "pk")
        keys += others.values_list("pk", flat=True)[: most - len(keys)]
    return keys


def partner_keys(partners: QuerySet, folded: str, most: int) -> list[int]:
    """Returns the keys of the partners that have `folded` as a name, then of those with a name
    that begins so; at most `most` of each, the most populated towns first.
    """
    terms = PartnerTerm.objects.filter(term=folded).values("partner")
    size = F("place__population").desc(nulls_last=True)
    named = partners.filter(pk__in=terms).order_by(size, "sort_key", "pk")
    keys = [*named.values_list("pk", flat=True)[:most], *_begun(partners, folded, most)]
    return list(dict.fromkeys(keys))


def search_partners(rows: QuerySet, text: str, most: int) -> list[PartnerMatch]:
    """Returns the first `most` partners of `rows` that `text` names, the surest first."""
    folded = fold(text)
    if not folded:
        return []
    keys = partner_keys(rows, folded, max(most, RANKED))
    rows = rows.select_related("country", "place").prefetch_related("merged_partners").in_bulk(keys)
    matches = [_partner_match(rows[pk], text) for pk in keys]
    return sorted(matches, key=lambda match: match.rank)[:most]


def count_partners(text: str, most: int) -> int:
    """Returns how many partners `text` names, up to `most`."""
    terms = PartnerTerm.objects.filter(term__prefix=fold(text)).values("partner")
    return InternationalPartner.objects.current().filter(pk__in=terms).order_by()[:most].count()


def _towns_named(names: Iterable[str], condition: Q) -> QuerySet:
    """Returns the foreign towns of `condition` without a partner that have one of the folded
    `names`, or a longer one that ends so, the most populated first.
    """
    named = PlaceTerm.objects.filter(term__in=list(names)).values("place")
    towns = Place.objects.foreign().filter(pk__in=named, partners__isnull=True)
    return towns.filter(condition).select_related("country").order_by("-population", "pk")


def search_towns(text: str, most: int, condition: Q) -> list[Place]:
    """Returns the foreign towns of `condition` named `text` where the registry has no partner, the
    most populated first.
    """
    folded = fold(text)
    if not folded:
        return []
    towns = _towns_named([folded], condition)[:RANKED]
    return [town for town in towns if folded in map(fold, _place_names(town))][:most]


def large_towns_named(names: Iterable[str], countries: Iterable[str]) -> set[str]:
    """Returns which of the folded `names` are of a large town of `countries` where the registry has
    no partner: one query.
    """
    towns = _towns_named(names, Q(country__in=countries, population__gte=LARGE_TOWN))[:RANKED]
    return {fold(name) for town in towns for name in _place_names(town)} & {*names}
