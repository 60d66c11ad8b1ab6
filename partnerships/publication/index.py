"""The index of the registry, written as partnerships are published."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from partnerships.models import Partnership
from partnerships.publication.facets import recount, write_facets
from partnerships.publication.search_table import PARTNERSHIPS
from partnerships.publication.tokens import tokens

BATCH = 1_000


def _loaded(ids):
    """The public partnerships of `ids`, with all that the index reads of them."""
    return (
        Partnership.objects.listed()
        .filter(pk__in=ids)
        .order_by("pk")
        .prefetch_related(
            "partnership_authorities__authority",
            "partnership_partners__partner__country",
            "partnership_partners__partner__merged_partners",
            "themes",
            "goals",
            "contributions__proposal",
        )
    )


@transaction.atomic
def _index_batch(ids):
    partnerships = list(_loaded(ids))
    PARTNERSHIPS.write(ids, [(each.pk, tokens(each)) for each in partnerships])
    write_facets(ids, partnerships)


def index_partnerships(ids: Iterable[int]) -> None:
    """Write what finds the partnerships `ids`; one that is suspended is found no more."""
    ids = iter(ids)
    while batch := list(islice(ids, BATCH)):
        _index_batch(batch)


@transaction.atomic
def reindex() -> int:
    """Write the whole index and the kept counts anew. How many partnerships were read."""
    PARTNERSHIPS.clear()
    ids = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    index_partnerships(ids)
    recount()
    return len(ids)
