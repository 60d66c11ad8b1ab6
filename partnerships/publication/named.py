"""The current records referenced by projections, loaded once for many partnerships."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from partnerships.models import AuthoritySize, Facet, InternationalPartner, LocalAuthority, Theme
from partnerships.proximity import Point, point_of
from partnerships.publication.located_values import located_value
from partnerships.publication.tokens import (
    name_token,
    other_language_tokens,
    other_name_tokens,
    tokens_of,
)
from proposals.models import Proposal

# The columns that are read.
AUTHORITY = (
    "key",
    "kind",
    "name",
    "former",
    "other_names",
    "population",
    "region",
    "departement",
    "latitude",
    "longitude",
    "successor",
)
PARTNER = (
    "uuid",
    "name",
    "name_fr",
    "former",
    "latitude",
    "longitude",
    "merged_into",
    "place__name",
    "place__other_names",
    *(
        f"country__{name}"
        for name in ("continent", "name", "name_en", "other_names", "former_names", "parts")
    ),
)


@dataclass(frozen=True)
class Indexed:
    """An authority, partner or theme: its key, the facets and tokens it gives a partnership, and
    its point, if it has one.
    """

    pk: int | str
    facets: frozenset[tuple[str, str]]
    tokens: frozenset[str]
    point: Point | None = None


def facets_from(*pairs: tuple[Facet, object]) -> frozenset[tuple[str, str]]:
    """Returns (facet, value) pairs as stored, without None values."""
    return frozenset((facet.value, str(value)) for facet, value in pairs if value is not None)


def _indexed_authority(authority):
    names = [authority.name, *(old["name"] for old in authority.former)]
    facets = facets_from(
        (Facet.AUTHORITY, authority.key),
        (Facet.AUTHORITY_KIND, authority.kind),
        (Facet.SIZE, AuthoritySize.of(authority.population)),
        (Facet.REGION, authority.region_id),
        (Facet.DEPARTEMENT, authority.departement_id),
        (
            Facet.SEAT,
            located_value(authority.region_id, authority.latitude, authority.longitude),
        ),
    )
    tokens = tokens_of(filter(None, names), ()) | other_language_tokens(authority.other_names)
    return Indexed(authority.pk, facets, frozenset(tokens), point_of(authority))


def _indexed_partner(partner, merged):
    names = [
        name
        for each in (partner, *merged)
        for name in (each.name, each.name_fr, *each.former_names)
    ]
    country = partner.country
    facets = facets_from(
        (Facet.PARTNER, partner.uuid),
        (Facet.COUNTRY, country.pk),
        (Facet.CONTINENT, country.continent),
        (Facet.TOWN, located_value(country.pk, partner.latitude, partner.longitude)),
    )
    place = partner.place
    others = other_name_tokens([place.name, *place.other_names] if place else [])
    of_country = _tokens_of_texts(*country.searched_names)
    of_country |= {name_token(name) for name in country.searched_wholes}
    tokens = tokens_of(filter(None, names), ()) | of_country | others
    return Indexed(partner.pk, facets, frozenset(tokens), point_of(partner))


@lru_cache(maxsize=1_000)
def _tokens_of_texts(*texts: str) -> frozenset[str]:
    """Returns the tokens of the names of a country, or of a theme: each batch has them all."""
    return frozenset(tokens_of((), texts))


def _indexed_theme(theme):
    facets = facets_from((Facet.THEME, theme.slug), (Facet.THEME, theme.parent_id))
    return Indexed(theme.slug, facets, _tokens_of_texts(theme.name))


def authorities_of(projections: Sequence[dict]) -> dict[str, LocalAuthority]:
    """Returns the current authorities by the keys used in `projections`."""
    keys = {item["authority"] for projection in projections for item in projection["authorities"]}
    keys |= {projection["lead_authority"] for projection in projections}
    fields = (*AUTHORITY, *(f"successor__{name}" for name in AUTHORITY))
    named = LocalAuthority.objects.filter(key__in=keys).select_related("successor").only(*fields)
    return {authority.key: authority.current for authority in named}


def _partners_of(projections) -> dict[str, Indexed]:
    """Returns the current partners by the uuids used in `projections`."""
    uuids = {item["partner"] for projection in projections for item in projection["partners"]}
    partners = InternationalPartner.objects.select_related("country", "place").only(*PARTNER)
    named = list(partners.filter(uuid__in=uuids))
    keys = {each.uuid: each.merged_into_id or each.pk for each in named}
    current = {each.pk: each for each in named if not each.merged_into_id}
    if absent := set(keys.values()) - current.keys():
        current.update(partners.in_bulk(absent))
    merged = {}
    others = InternationalPartner.objects.filter(merged_into__in=current).order_by("pk")
    for each in others.only("name", "name_fr", "former", "merged_into"):
        merged.setdefault(each.merged_into_id, []).append(each)
    indexed = {pk: _indexed_partner(each, merged.get(pk, ())) for pk, each in current.items()}
    return {str(uuid): indexed[pk] for uuid, pk in keys.items()}


class Named:
    """The records referenced by `projections`, in a constant number of queries."""

    def __init__(self, projections: Sequence[dict]):
        authorities = authorities_of(projections)
        indexed = {each.pk: each for each in authorities.values()}
        indexed = {pk: _indexed_authority(each) for pk, each in indexed.items()}
        self.authorities = {key: indexed[each.pk] for key, each in authorities.items()}
        self.partners = _partners_of(projections)
        self.themes = {each.pk: _indexed_theme(each) for each in Theme.objects.all()}
        self.proposals = dict(Proposal.objects.values_list("number", "pk"))
        self.sectors = {}
        for slug, code in Theme.sectors.through.objects.values_list("theme_id", "sector_id"):
            self.sectors.setdefault(slug, []).append(code)

    def authorities_in(self, projection: dict) -> list[Indexed]:
        """Returns the lead authority, then the others, without duplicates."""
        keys = [item["authority"] for item in projection["authorities"]]
        keys = [projection["lead_authority"], *keys]
        return list({(each := self.authorities[key]).pk: each for key in keys}.values())

    def partners_in(self, projection: dict) -> list[Indexed]:
        named = (self.partners[item["partner"]] for item in projection["partners"])
        return list({each.pk: each for each in named}.values())

    def indexed_in(self, projection: dict) -> list[Indexed]:
        """Returns all authorities, partners and themes of `projection`."""
        themes = [self.themes[slug] for slug in projection["themes"] if slug in self.themes]
        return [*self.authorities_in(projection), *self.partners_in(projection), *themes]
