"""The index of the registry, written as partnerships are published."""

from collections.abc import Iterable
from itertools import islice

from django.db import connection, transaction

from partnerships.models import Partnership
from partnerships.publication.facets import recount, write_facets
from partnerships.publication.tokens import tokens

BATCH = 1_000
INSERT = {
    "sqlite": "INSERT INTO partnerships_search (rowid, tokens) VALUES (%s, %s)",
    "postgresql": (
        "INSERT INTO partnerships_search (partnership_id, tokens) "
        "VALUES (%s, array_to_tsvector(%s))"
    ),
}
DELETE = {
    "sqlite": "DELETE FROM partnerships_search WHERE rowid = %s",
    "postgresql": "DELETE FROM partnerships_search WHERE partnership_id = %s",
}


def _loaded(ids):
    """The public partnerships of `ids`, with all that the index reads of them."""
    return (
        Partnership.objects.listed()
        .filter(pk__in=ids)
        .order_by("pk")
        .prefetch_related(
            "partnership_authorities__authority",
            "partnership_partners__partner__country",
            "themes",
            "goals",
            "contributions__proposal",
        )
    )


def _row(partnership):
    found = tokens(partnership)
    return partnership.pk, found if connection.vendor == "postgresql" else " ".join(found)


@transaction.atomic
def _index_batch(ids):
    partnerships = list(_loaded(ids))
    with connection.cursor() as cursor:
        cursor.executemany(DELETE[connection.vendor], [(pk,) for pk in ids])
        rows = [_row(partnership) for partnership in partnerships]
        if rows:
            cursor.executemany(INSERT[connection.vendor], rows)
    write_facets(ids, partnerships)


def index_partnerships(ids: Iterable[int]) -> None:
    """Write what finds the partnerships `ids`; one that is suspended is found no more."""
    ids = iter(ids)
    while batch := list(islice(ids, BATCH)):
        _index_batch(batch)


@transaction.atomic
def reindex() -> int:
    """Write the whole index and the kept counts anew. How many partnerships were read."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM partnerships_search")
    ids = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    index_partnerships(ids)
    recount()
    return len(ids)


def indexed_count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM partnerships_search")
        return cursor.fetchone()[0]
