"""Facets of partnerships, and the stored counts of their values."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from partnerships.models import Facet, FacetCount, PartnershipFacet, PartnershipPeriod
from partnerships.publication.named import Named, facets_from
from partnerships.publication.table import Table
from proposals.models import Proposal

BATCH = 2_000
# Facets whose number of values in use is shown on the home page.
COUNTED = (Facet.AUTHORITY, Facet.PARTNER, Facet.COUNTRY)
FACETS = Table(PartnershipFacet, "partnership", "facet", "value")
PERIODS = Table(PartnershipPeriod, "partnership", "first_year", "last_year")

Period = tuple[int, int | None]


@dataclass(frozen=True)
class IndexEntry:
    """The facets and period of a public partnership."""

    facets: frozenset[tuple[str, str]]
    # (first year, last year or None), None if the start is unknown.
    period: Period | None


NO_ENTRY = IndexEntry(frozenset(), None)


def year_value(year: int) -> str:
    """Returns `year` as stored in counts: four digits, so that texts sort as years."""
    return f"{year:04d}"


def _period_of(projection) -> Period | None:
    starts_on, ends_on = projection["starts_on"], projection["ends_on"]
    if not starts_on:
        return None
    return int(starts_on[:4]), int(ends_on[:4]) if ends_on else None


def index_entry(projection: dict, provenance: str, named: Named) -> IndexEntry:
    """Returns the facets and period of the partnership of `projection`."""
    own = facets_from(
        (Facet.ALL, ""),
        (Facet.KIND, projection["kind"]),
        (Facet.PHASE, projection["phase"]),
        (Facet.PROVENANCE, provenance),
        *((Facet.GOAL, number) for number in projection["goals"]),
        *((Facet.PROPOSAL, each["proposal"]) for each in projection["contributions"]),
    )
    facets = own.union(*(each.facets for each in named.indexed_in(projection)))
    return IndexEntry(facets, _period_of(projection))


ADD = """INSERT INTO partnerships_facetcount (facet, value, count) VALUES {}
ON CONFLICT (facet, value) DO UPDATE SET count = partnerships_facetcount.count + excluded.count"""


def _add(pairs: list[tuple[tuple[str, str], int]]) -> None:
    """Adds to many stored counts at once, creating those of new values."""
    for start in range(0, len(pairs), BATCH):
        rows = [(*pair, each) for pair, each in pairs[start : start + BATCH]]
        with connection.cursor() as cursor:
            cursor.execute(ADD.format(", ".join(["(%s, %s, %s)"] * len(rows))), sum(rows, ()))


def _counts_of(facet, differences) -> dict[str, int]:
    """Returns the stored counts of the values of `facet` that are about to change."""
    values = [value for name, value in differences if name == facet]
    counts = {}
    for start in range(0, len(values), BATCH):
        stored = FacetCount.objects.filter(facet=facet, value__in=values[start : start + BATCH])
        counts.update(stored.values_list("value", "count"))
    return counts


def _distinct(differences: Counter) -> Counter:
    """Returns the change in the number of values in use of the COUNTED facets."""
    more = Counter()
    for facet in COUNTED:
        before = _counts_of(facet, differences)
        for (name, value), each in differences.items():
            if name == facet:
                old = before.get(value, 0)
                more[Facet.DISTINCT.value, facet.value] += (old + each > 0) - (old > 0)
    return more


def lock_counts() -> None:
    """Locks the counts until the end of the transaction, so that publications are serialised."""
    FacetCount.objects.bulk_create([FacetCount(facet=Facet.ALL, value="")], ignore_conflicts=True)
    list(FacetCount.objects.select_for_update().filter(facet=Facet.ALL))


UPDATE = "UPDATE partnerships_facetcount SET count = count + %s WHERE facet = %s AND value = %s"
UPDATE_PROPOSAL = """UPDATE proposals_proposal SET partnership_count = partnership_count + %s
WHERE number = %s"""


def add_to_counts(differences: Counter) -> None:
    """Adds to the stored counts, under their lock."""
    lock_counts()
    differences.update(_distinct(differences))
    changed = sorted((pair, each) for pair, each in differences.items() if each)
    _add([(pair, each) for pair, each in changed if each > 0])
    decreases = [(each, *pair) for pair, each in changed if each < 0]
    proposals = [(each, int(value)) for (facet, value), each in changed if facet == Facet.PROPOSAL]
    with connection.cursor() as cursor:
        if decreases:
            cursor.executemany(UPDATE, decreases)
        if proposals:
            cursor.executemany(UPDATE_PROPOSAL, proposals)


def _counted(entry: IndexEntry) -> set[tuple[str, str]]:
    """Returns the stored counts that include a partnership."""
    counted = set(entry.facets)
    if entry.period:
        first, last = entry.period
        counted.add((Facet.FIRST_YEAR.value, year_value(first)))
        if last is not None:
            counted.add((Facet.LAST_YEAR.value, year_value(last)))
    return counted


def insert_facets(entries: dict[int, IndexEntry]) -> Counter:
    """Inserts the entries of new partnerships, by key. Returns the counts to add."""
    FACETS.insert(
        sorted(
            ((pk, *pair) for pk, each in entries.items() for pair in each.facets),
            key=lambda row: (row[1:], row[0]),
        )
    )
    PERIODS.insert([(pk, *each.period) for pk, each in entries.items() if each.period])
    return Counter(pair for each in entries.values() for pair in _counted(each))


def _stored(ids) -> tuple[dict[int, IndexEntry], dict[int, dict[tuple[str, str], int]]]:
    """Returns the stored entries of `ids`, and the keys of their facet rows."""
    keys = {pk: {} for pk in ids}
    rows = PartnershipFacet.objects.filter(partnership__in=ids)
    for key, pk, *pair in rows.values_list("pk", "partnership", "facet", "value"):
        keys[pk][tuple(pair)] = key
    periods = PartnershipPeriod.objects.filter(pk__in=ids)
    periods = {pk: period for pk, *period in periods.values_list("pk", "first_year", "last_year")}
    entries = {
        pk: IndexEntry(frozenset(keys[pk]), tuple(periods[pk]) if pk in periods else None)
        for pk in ids
    }
    return entries, keys


def write_facets(ids: Sequence[int], entries: dict[int, IndexEntry]) -> Counter:
    """Replaces the entries of `ids` by `entries`. Returns the changes of counts.

    Unchanged rows are not written.
    """
    stored, keys = _stored(ids)
    differences, removed, changed_periods, new = Counter(), [], [], {}
    for pk, old in stored.items():
        now = entries.get(pk, NO_ENTRY)
        differences.subtract(_counted(old) - _counted(now))
        removed += [keys[pk][pair] for pair in old.facets - now.facets]
        differences.update(_counted(now) - _counted(old))
        if old.period != now.period:
            changed_periods.append(pk)
        new[pk] = IndexEntry(
            now.facets - old.facets, now.period if old.period != now.period else None
        )
    for start in range(0, len(removed), BATCH):
        PartnershipFacet.objects.filter(pk__in=removed[start : start + BATCH]).delete()
    PartnershipPeriod.objects.filter(pk__in=changed_periods).delete()
    insert_facets(new)
    return differences


COUNT_FACETS = """INSERT INTO partnerships_facetcount (facet, value, count)
SELECT facet, value, COUNT(*) FROM partnerships_partnershipfacet GROUP BY facet, value"""
YEARS_COUNTED = """SELECT %s, {year}, COUNT(*) FROM partnerships_partnershipperiod
WHERE {column} IS NOT NULL GROUP BY {column}"""
COUNTED_YEARS = ((Facet.FIRST_YEAR, "first_year"), (Facet.LAST_YEAR, "last_year"))
YEARS = {"sqlite": "printf('%%04d', {})", "postgresql": "to_char({}, 'FM0000')"}


def years_counted(column: str) -> str:
    """Returns the SQL that counts periods by `column`: facet (a parameter), value, count."""
    return YEARS_COUNTED.format(year=YEARS[connection.vendor].format(column), column=column)


def recount() -> None:
    """Recomputes all stored counts from facets and periods."""
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
    for each in FacetCount.objects.filter(facet=Facet.PROPOSAL):
        Proposal.objects.filter(number=each.value).update(partnership_count=each.count)
