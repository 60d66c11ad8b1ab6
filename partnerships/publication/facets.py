"""What a partnership is filtered by, and how many have each value, kept in step."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from partnerships.models import Facet, FacetCount, PartnershipFacet, PartnershipPeriod
from partnerships.publication.named import Named, facets_from
from partnerships.publication.table import Table
from proposals.models import Proposal

BATCH = 2_000
# Facets of which the home page tells how many values are in use.
COUNTED = (Facet.AUTHORITY, Facet.PARTNER, Facet.COUNTRY)
FACETS = Table(PartnershipFacet, "partnership", "facet", "value")
PERIODS = Table(PartnershipPeriod, "partnership", "first_year", "last_year")

Period = tuple[int, int | None]


@dataclass(frozen=True)
class Filed:
    """What a public partnership is found under."""

    facets: frozenset[tuple[str, str]]
    # (first year, last year), None where its start is unknown; the last is None without an end.
    period: Period | None


NOWHERE = Filed(frozenset(), None)


def year_value(year: int) -> str:
    """`year` as the counts of beginnings and ends name it: four digits, sorted as years are."""
    return f"{year:04d}"


def _period_of(projection) -> Period | None:
    starts_on, ends_on = projection["starts_on"], projection["ends_on"]
    if not starts_on:
        return None
    return int(starts_on[:4]), int(ends_on[:4]) if ends_on else None


def filed_under(projection: dict, provenance: str, named: Named) -> Filed:
    """All that the partnership of `projection` is found under."""
    own = facets_from(
        (Facet.ALL, ""),
        (Facet.KIND, projection["kind"]),
        (Facet.PHASE, projection["phase"]),
        (Facet.PROVENANCE, provenance),
        *((Facet.GOAL, number) for number in projection["goals"]),
        *((Facet.PROPOSAL, each["proposal"]) for each in projection["contributions"]),
    )
    facets = own.union(*(each.facets for each in named.indexed_in(projection)))
    return Filed(facets, _period_of(projection))


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


def lock_counts() -> None:
    """Publications that count go one after the other, until their transactions end."""
    FacetCount.objects.bulk_create([FacetCount(facet=Facet.ALL, value="")], ignore_conflicts=True)
    list(FacetCount.objects.select_for_update().filter(facet=Facet.ALL))


UPDATE = "UPDATE partnerships_facetcount SET count = count + %s WHERE facet = %s AND value = %s"
UPDATE_PROPOSAL = """UPDATE proposals_proposal SET partnership_count = partnership_count + %s
WHERE number = %s"""


def add_to_counts(differences: Counter) -> None:
    """Add to the kept counts, one publication after the other."""
    lock_counts()
    differences.update(_distinct(differences))
    changed = sorted((pair, each) for pair, each in differences.items() if each)
    _add([(pair, each) for pair, each in changed if each > 0])
    fewer = [(each, *pair) for pair, each in changed if each < 0]
    carried = [(each, int(value)) for (facet, value), each in changed if facet == Facet.PROPOSAL]
    with connection.cursor() as cursor:
        if fewer:
            cursor.executemany(UPDATE, fewer)
        if carried:
            cursor.executemany(UPDATE_PROPOSAL, carried)


def _counted(filed: Filed) -> set[tuple[str, str]]:
    """The kept counts that a partnership `filed` so is part of."""
    counted = set(filed.facets)
    if filed.period:
        first, last = filed.period
        counted.add((Facet.FIRST_YEAR.value, year_value(first)))
        if last is not None:
            counted.add((Facet.LAST_YEAR.value, year_value(last)))
    return counted


def insert_facets(filed: dict[int, Filed]) -> Counter:
    """Write what new partnerships are found under, by their keys. What the counts lack."""
    FACETS.insert(
        sorted(
            ((pk, *pair) for pk, each in filed.items() for pair in each.facets),
            key=lambda row: (row[1:], row[0]),
        )
    )
    PERIODS.insert([(pk, *each.period) for pk, each in filed.items() if each.period])
    return Counter(pair for each in filed.values() for pair in _counted(each))


def _stored(ids) -> tuple[dict[int, Filed], dict[int, dict[tuple[str, str], int]]]:
    """What `ids` are found under as it stands, and the keys of its facets."""
    keys = {pk: {} for pk in ids}
    rows = PartnershipFacet.objects.filter(partnership__in=ids)
    for key, pk, *pair in rows.values_list("pk", "partnership", "facet", "value"):
        keys[pk][tuple(pair)] = key
    periods = PartnershipPeriod.objects.filter(pk__in=ids)
    periods = {pk: period for pk, *period in periods.values_list("pk", "first_year", "last_year")}
    filed = {
        pk: Filed(frozenset(keys[pk]), tuple(periods[pk]) if pk in periods else None) for pk in ids
    }
    return filed, keys


def write_facets(ids: Sequence[int], filed: dict[int, Filed]) -> Counter:
    """Of the facets of `ids`, keep those of `filed` alone. What the counts must change by.

    What is the same is not written.
    """
    stored, keys = _stored(ids)
    differences, gone, moved, new = Counter(), [], [], {}
    for pk, old in stored.items():
        now = filed.get(pk, NOWHERE)
        differences.subtract(_counted(old) - _counted(now))
        gone += [keys[pk][pair] for pair in old.facets - now.facets]
        differences.update(_counted(now) - _counted(old))
        if old.period != now.period:
            moved.append(pk)
        new[pk] = Filed(now.facets - old.facets, now.period if old.period != now.period else None)
    for start in range(0, len(gone), BATCH):
        PartnershipFacet.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    PartnershipPeriod.objects.filter(pk__in=moved).delete()
    insert_facets(new)
    return differences


COUNT_FACETS = """INSERT INTO partnerships_facetcount (facet, value, count)
SELECT facet, value, COUNT(*) FROM partnerships_partnershipfacet GROUP BY facet, value"""
YEARS_COUNTED = """SELECT %s, {year}, COUNT(*) FROM partnerships_partnershipperiod
WHERE {column} IS NOT NULL GROUP BY {column}"""
COUNTED_YEARS = ((Facet.FIRST_YEAR, "first_year"), (Facet.LAST_YEAR, "last_year"))
YEARS = {"sqlite": "printf('%%04d', {})", "postgresql": "to_char({}, 'FM0000')"}


def years_counted(column: str) -> str:
    """SQL of the counts of `column` of the periods: facet (a parameter), value, count."""
    return YEARS_COUNTED.format(year=YEARS[connection.vendor].format(column), column=column)


def recount() -> None:
    """Count everything anew, from the facets and the periods."""
    lock_counts()
    FacetCount.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FACETS)
        for facet, column in COUNTED_YEARS:
            insert = "INSERT INTO partnerships_facetcount (facet, value, count) "
            cursor.execute(insert + years_counted(column), [facet.value])
    for facet in COUNTED:
        count = FacetCount.objects.filter(facet=facet).count()
        FacetCount.objects.create(facet=Facet.DISTINCT, value=facet, count=count)
    Proposal.objects.update(partnership_count=0)
    for kept in FacetCount.objects.filter(facet=Facet.PROPOSAL):
        Proposal.objects.filter(number=kept.value).update(partnership_count=kept.count)
