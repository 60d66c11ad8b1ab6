"""What a partnership is filtered by, and how many have each value, kept in step."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import Count, F
from django.utils import timezone

from partnerships.models import Facet, FacetCount, Partnership, PartnershipFacet
from proposals.models import Proposal

BATCH = 2_000
# Facets of which the home page tells how many values are in use.
COUNTED = (Facet.AUTHORITY, Facet.PARTNER, Facet.COUNTRY)
# A partnership without an end is counted under each year up to this one, and not for ever.
LONGEST_YEARS = 60


def _years(partnership) -> Iterable[int]:
    if not partnership.starts_on:
        return ()
    first = partnership.starts_on.year
    last = partnership.ends_on.year if partnership.ends_on else timezone.localdate().year
    return range(first, min(max(first, last), first + LONGEST_YEARS) + 1)


def _of_authorities(partnership) -> Iterator[tuple[Facet, object]]:
    for link in partnership.partnership_authorities.all():
        authority = link.authority
        yield Facet.AUTHORITY, authority.key
        yield Facet.AUTHORITY_KIND, authority.kind
        yield Facet.REGION, authority.region_id
        yield Facet.DEPARTEMENT, authority.departement_id


def _of_partners(partnership) -> Iterator[tuple[Facet, object]]:
    for link in partnership.partnership_partners.all():
        yield Facet.PARTNER, link.partner.uuid
        yield Facet.COUNTRY, link.partner.country_id
        yield Facet.CONTINENT, link.partner.country.continent


def facets_of(partnership: Partnership) -> set[tuple[str, str]]:
    """(facet, value) of all that `partnership` is found under."""
    pairs = [
        (Facet.ALL, ""),
        (Facet.KIND, partnership.kind),
        (Facet.PHASE, partnership.phase),
        (Facet.PROVENANCE, partnership.provenance),
        *_of_authorities(partnership),
        *_of_partners(partnership),
        *((Facet.THEME, theme.slug) for theme in partnership.themes.all()),
        *((Facet.THEME, theme.parent_id) for theme in partnership.themes.all()),
        *((Facet.GOAL, goal.pk) for goal in partnership.goals.all()),
        *((Facet.PROPOSAL, each.proposal.number) for each in partnership.contributions.all()),
        *((Facet.YEAR, year) for year in _years(partnership)),
    ]
    return {(facet.value, str(value)) for facet, value in pairs if value is not None}


ADD = """INSERT INTO partnerships_facetcount (facet, value, count) VALUES {}
ON CONFLICT (facet, value) DO UPDATE SET count = partnerships_facetcount.count + excluded.count"""


def _add(pairs: list[tuple[tuple[str, str], int]]) -> None:
    """Add to many kept counts at once, those of new values being created."""
    for start in range(0, len(pairs), BATCH):
        rows = [(*pair, each) for pair, each in pairs[start : start + BATCH]]
        with connection.cursor() as cursor:
            cursor.execute(ADD.format(", ".join(["(%s, %s, %s)"] * len(rows))), sum(rows, ()))


def _counts_of(facet, differences) -> dict[str, int]:
    """The kept counts of the values of `facet` that are about to change."""
    values = [value for name, value in differences if name == facet]
    counts = {}
    for start in range(0, len(values), BATCH):
        kept = FacetCount.objects.filter(facet=facet, value__in=values[start : start + BATCH])
        counts.update(kept.values_list("value", "count"))
    return counts


def _distinct(differences: Counter) -> Counter:
    """How many more values the counted facets will have in use."""
    more = Counter()
    for facet in COUNTED:
        before = _counts_of(facet, differences)
        for (name, value), each in differences.items():
            if name == facet:
                old = before.get(value, 0)
                more[Facet.DISTINCT.value, facet.value] += (old + each > 0) - (old > 0)
    return more


def _add_to_counts(differences: Counter) -> None:
    """Add to the kept counts, one publication after the other."""
    list(FacetCount.objects.select_for_update().filter(facet=Facet.ALL))
    differences.update(_distinct(differences))
    changed = sorted((pair, each) for pair, each in differences.items() if each)
    _add([(pair, each) for pair, each in changed if each > 0])
    for (facet, value), each in changed:
        if each < 0:
            FacetCount.objects.filter(facet=facet, value=value).update(count=F("count") + each)
        if facet == Facet.PROPOSAL:
            proposals = Proposal.objects.filter(number=value)
            proposals.update(partnership_count=F("partnership_count") + each)


def write_facets(ids: Sequence[int], partnerships: Iterable[Partnership]) -> None:
    """Write again the facets of `ids`, of which `partnerships` are those that are public."""
    old = PartnershipFacet.objects.filter(partnership__in=ids)
    differences = Counter()
    differences.subtract(old.values_list("facet", "value"))
    old.delete()
    rows = [
        PartnershipFacet(partnership=partnership, facet=facet, value=value)
        for partnership in partnerships
        for facet, value in sorted(facets_of(partnership))
    ]
    PartnershipFacet.objects.bulk_create(rows, batch_size=BATCH)
    differences.update((row.facet, row.value) for row in rows)
    _add_to_counts(differences)


def recount() -> None:
    """Count everything anew, from the facets."""
    FacetCount.objects.all().delete()
    counted = PartnershipFacet.objects.values_list("facet", "value").annotate(count=Count("pk"))
    FacetCount.objects.bulk_create(
        [FacetCount(facet=facet, value=value, count=count) for facet, value, count in counted],
        batch_size=BATCH,
    )
    for facet in COUNTED:
        count = FacetCount.objects.filter(facet=facet).count()
        FacetCount.objects.create(facet=Facet.DISTINCT, value=facet, count=count)
    Proposal.objects.update(partnership_count=0)
    for kept in FacetCount.objects.filter(facet=Facet.PROPOSAL):
        Proposal.objects.filter(number=kept.value).update(partnership_count=kept.count)
