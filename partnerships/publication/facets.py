"""Stored facets of partnerships, and the stored counts of their values."""

from collections import Counter
from collections.abc import Sequence

from django.db import connection

from partnerships.models import NOT_STATED, Facet, FacetCount, PartnershipFacet
from partnerships.publication.table import Table
from proposals.models import Proposal

BATCH = 2_000
# Facets whose number of values in use is shown on the home page; each partnership states them.
COUNTED = (Facet.AUTHORITY, Facet.PARTNER, Facet.COUNTRY)
FACETS = Table(PartnershipFacet, "partnership", "facet", "value")

# (facet, value) pairs of a partnership.
Pairs = frozenset[tuple[str, str]]
NO_PAIRS = frozenset()

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
    proposals = [
        (each, int(value))
        for (facet, value), each in changed
        if facet == Facet.PROPOSAL and value != NOT_STATED
    ]
    with connection.cursor() as cursor:
        if decreases:
            cursor.executemany(UPDATE, decreases)
        if proposals:
            cursor.executemany(UPDATE_PROPOSAL, proposals)


def insert_facets(entries: dict[int, Pairs]) -> Counter:
    """Inserts the facets of new partnerships, by key. Returns the counts to add."""
    FACETS.insert(
        sorted(
            ((pk, *pair) for pk, pairs in entries.items() for pair in pairs),
            key=lambda row: (row[1:], row[0]),
        )
    )
    return Counter(pair for pairs in entries.values() for pair in pairs)


def _stored(ids) -> dict[int, dict[tuple[str, str], int]]:
    """Returns the stored facets of `ids`, and the key of each row."""
    keys = {pk: {} for pk in ids}
    rows = PartnershipFacet.objects.filter(partnership__in=ids)
    for key, pk, *pair in rows.values_list("pk", "partnership", "facet", "value"):
        keys[pk][tuple(pair)] = key
    return keys


def write_facets(ids: Sequence[int], entries: dict[int, Pairs]) -> Counter:
    """Replaces the facets of `ids` by `entries`. Returns the changes of counts.

    Unchanged rows are not written.
    """
    differences, removed, new = Counter(), [], {}
    for pk, keys in _stored(ids).items():
        now = entries.get(pk, NO_PAIRS)
        gone = keys.keys() - now
        differences.subtract(gone)
        removed += [keys[pair] for pair in gone]
        new[pk] = now - keys.keys()
    for start in range(0, len(removed), BATCH):
        PartnershipFacet.objects.filter(pk__in=removed[start : start + BATCH]).delete()
    differences.update(insert_facets(new))
    return differences


COUNT_FACETS = """INSERT INTO partnerships_facetcount (facet, value, count)
SELECT facet, value, COUNT(*) FROM partnerships_partnershipfacet GROUP BY facet, value"""


def recount() -> None:
    """Recomputes all stored counts from facets."""
    lock_counts()
    FacetCount.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FACETS)
    for facet in COUNTED:
        count = FacetCount.objects.filter(facet=facet).count()
        FacetCount.objects.create(facet=Facet.DISTINCT, value=facet, count=count)
    Proposal.objects.update(partnership_count=0)
    for each in FacetCount.objects.filter(facet=Facet.PROPOSAL).exclude(value=NOT_STATED):
        Proposal.objects.filter(number=each.value).update(partnership_count=each.count)
