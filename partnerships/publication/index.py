"""The search and facet index of the registry, updated when partnerships are published."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import transaction

from partnerships.document.plain_fields import TEXTS
from partnerships.document.schema import upgraded
from partnerships.models import Partnership, PartnershipKind
from partnerships.models.frozen_text import frozen_content
from partnerships.publication.facet_values import PublicPartnership, facets_of
from partnerships.publication.facets import (
    Pairs,
    add_to_counts,
    insert_facets,
    recount,
    write_facets,
)
from partnerships.publication.named import Named
from partnerships.publication.registry_version import raise_registry_version
from partnerships.publication.search_table import PARTNERSHIPS
from partnerships.publication.tokens import tokens_of

BATCH = 200
KINDS = dict(PartnershipKind.choices)


def _tokens(projection, named) -> set[str]:
    kind = projection["kind"]
    texts = [
        *(projection[name] for name in TEXTS if name != "title"),
        str(KINDS.get(kind, kind)),
        *(each["statement"] for each in projection["contributions"]),
    ]
    tokens = tokens_of([projection["title"]] if projection["title"] else [], texts)
    tokens.update(*(each.tokens for each in named.indexed_in(projection)))
    return tokens


def _entries(
    public: Sequence[PublicPartnership], named
) -> tuple[dict[int, Pairs], dict[int, set[str]]]:
    """Returns the facets, then the search tokens, of each partnership by key."""
    facets = {each.pk: facets_of(each, named) for each in public}
    return facets, {each.pk: _tokens(each.projection, named) for each in public}


def insert_in_index(public: Sequence[PublicPartnership], named: Named) -> None:
    """Indexes new partnerships, all public, from their projections."""
    entries, tokens = _entries(public, named)
    PARTNERSHIPS.insert(tokens.items())
    add_to_counts(insert_facets(entries))
    raise_registry_version(entries)


def _public(ids) -> list[PublicPartnership]:
    rows = Partnership.objects.listed().filter(pk__in=ids, current_version__isnull=False)
    rows = rows.order_by("pk").values_list(
        "pk", "current_version__projection", "provenance", "published_at", "confirmed_on"
    )
    return [
        PublicPartnership(pk, upgraded(frozen_content(text)), *others) for pk, text, *others in rows
    ]


@transaction.atomic
def _index_batch(ids, *, is_counted=True):
    public = _public(ids)
    entries, tokens = _entries(public, Named([each.projection for each in public]))
    PARTNERSHIPS.write(ids, tokens.items())
    differences = write_facets(ids, entries)
    if is_counted:
        add_to_counts(differences)
    raise_registry_version(ids)


def index_partnerships(ids: Iterable[int]) -> None:
    """Updates the index of the partnerships `ids`; suspended ones are removed from it."""
    ids = iter(ids)
    while batch := list(islice(ids, BATCH)):
        _index_batch(batch)


@transaction.atomic
def _remove_orphans_and_recount():
    PARTNERSHIPS.keep_only(Partnership._meta.db_table)
    recount()
    raise_registry_version()


def reindex() -> int:
    """Repairs the index and recomputes all stored counts. Returns the number of partnerships.

    Batches are committed one by one: writers are not blocked, and search keeps working meanwhile.
    """
    ids = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        _index_batch(ids[start : start + BATCH], is_counted=False)
    _remove_orphans_and_recount()
    return len(ids)
