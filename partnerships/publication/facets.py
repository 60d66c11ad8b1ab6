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

ADD = """INSERT INTO partnerships_facetcount (facet, value, count) {}
ON CONFLICT (facet, value) DO UPDATE SET count = partnerships_facetcount.count + excluded.count"""
ADD_MANY = "SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])"


def _add(pairs: list[tuple[tuple[str, str], int]]) -> None:
    """Adds to many stored counts at once, creating those of new values."""
    rows = [(*pair, each) for pair, each in pairs]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(ADD.format("VALUES (%s, %s, %s)"), rows)
        elif rows:
            cursor.execute(ADD.format(ADD_MANY), [list(each) for each in zip(*rows, strict=True)])


def _counts_of(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Returns the stored counts of `pairs`, of COUNTED facets."""
    counts = {}
    for start in range(0, len(pairs), BATCH):
        values = {value for _facet, value in pairs[start : start + BATCH]}
        stored = FacetCount.objects.filter(facet__in=COUNTED, value__in=values)
        rows = stored.values_list("facet", "value", "count")
        counts.update({(facet, value): count for facet, value, count in rows})
    return counts


def _distinct(differences: Counter) -> Counter:
    """Returns the change in the number of values in use of the COUNTED facets."""
    more, counted = Counter(), {each.value for each in COUNTED}
    changed = [pair for pair in differences if pair[0] in counted]
    before = _counts_of(changed)
    for pair in changed:
        old = before.get(pair, 0)
        more[Facet.DISTINCT.value, pair[0]] += (old + differences[pair] > 0) - (old > 0)
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
    """Inserts the facets of new partnerships, by key. Returns the counts to add.

    In the order of their index, which takes them quicker.
    """
    holders = {}
    for pk in sorted(entries):
        for pair in entries[pk]:
            holders.setdefault(pair, []).append(pk)
    FACETS.insert((pk, *pair) for pair in sorted(holders) for pk in holders[pair])
    return Counter({pair: len(keys) for pair, keys in holders.items()})


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
