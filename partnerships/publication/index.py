"""The index of the registry, written as partnerships are published."""

import json
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import transaction

from partnerships.document.plain_fields import TEXTS
from partnerships.document.schema import upgraded
from partnerships.models import Partnership, PartnershipKind
from partnerships.publication.facets import (
    Filed,
    add_to_counts,
    filed_under,
    insert_facets,
    recount,
    write_facets,
)
from partnerships.publication.named import Named
from partnerships.publication.search_table import PARTNERSHIPS
from partnerships.publication.tokens import tokens_of

BATCH = 1_000
KINDS = dict(PartnershipKind.choices)

# Key, projection, provenance.
Public = tuple[int, dict, str]


def _tokens(projection, named) -> set[str]:
    kind = projection["kind"]
    texts = [
        *(projection[name] for name in TEXTS if name != "title"),
        str(KINDS.get(kind, kind)),
        *(each["statement"] for each in projection["contributions"]),
    ]
    found = tokens_of([projection["title"]] if projection["title"] else [], texts)
    return found.union(*(each.tokens for each in named.indexed_in(projection)))


def _entries(public: Sequence[Public], named) -> tuple[dict[int, Filed], dict[int, set[str]]]:
    """By key: what each partnership is filtered by, and what words find it."""
    filed = {pk: filed_under(projection, source, named) for pk, projection, source in public}
    return filed, {pk: _tokens(projection, named) for pk, projection, _source in public}


def insert_in_index(public: Sequence[Public], named: Named) -> None:
    """Write what finds new partnerships, all public, from their projections."""
    filed, tokens = _entries(public, named)
    PARTNERSHIPS.insert(tokens.items())
    add_to_counts(insert_facets(filed))


def _public(ids) -> list[Public]:
    rows = Partnership.objects.listed().filter(pk__in=ids, current_version__isnull=False)
    rows = rows.order_by("pk").values_list("pk", "current_version__projection", "provenance")
    return [(pk, upgraded(json.loads(text)), source) for pk, text, source in rows]


@transaction.atomic
def _index_batch(ids, *, is_counted=True):
    public = _public(ids)
    filed, tokens = _entries(public, Named([projection for _pk, projection, _source in public]))
    PARTNERSHIPS.write(ids, tokens.items())
    differences = write_facets(ids, filed)
    if is_counted:
        add_to_counts(differences)


def index_partnerships(ids: Iterable[int]) -> None:
    """Write what finds the partnerships `ids`; one that is suspended is found no more."""
    ids = iter(ids)
    while batch := list(islice(ids, BATCH)):
        _index_batch(batch)


@transaction.atomic
def _settle():
    PARTNERSHIPS.keep_only(Partnership._meta.db_table)
    recount()


def reindex() -> int:
    """Write what the index lacks or has wrong, and all the kept counts. How many partnerships were
    read.

    By slices that each commit: nobody waits, and the search finds all that it found meanwhile.
    """
    ids = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        _index_batch(ids[start : start + BATCH], is_counted=False)
    _settle()
    return len(ids)
