"""Refreshes public rows after records they refer to are merged, closed or renamed."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from partnerships.document.schema import upgraded
from partnerships.models import Partnership
from partnerships.publication.index import index_partnerships
from partnerships.publication.named import Named
from partnerships.publication.rows import replace_owned

BATCH = 200


@transaction.atomic
def _refresh_batch(ids):
    partnerships = list(
        Partnership.objects.select_for_update(of=["self"])
        .filter(pk__in=ids, current_version__isnull=False)
        .select_related("current_version")
        .order_by("pk")
    )
    pairs = [(each, upgraded(each.current_version.content)) for each in partnerships]
    named = Named([projection for _partnership, projection in pairs])
    for partnership, projection in pairs:
        partnership.lead_authority_id = named.authorities[projection["lead_authority"]].pk
    Partnership.objects.bulk_update(partnerships, ["lead_authority"], batch_size=BATCH)
    replace_owned([(partnership.pk, projection) for partnership, projection in pairs], named)
    index_partnerships(ids)


def refresh(ids: Iterable[int]) -> None:
    """Rewrites the rows of the partnerships `ids` from their public version.

    Merged records are replaced by their successors, which get the partnership on their pages. No
    version is added, since the published content is the same.
    """
    ids = iter(ids)
    while batch := list(islice(ids, BATCH)):
        _refresh_batch(batch)
