"""The messages to see before decisions are notified, told in the same words wherever they are."""

from django.db.models import Count

from partnerships.models import BulkAct, BulkItemState, BulkRun, Dossier, Message


def messages_to_see(user, dossiers) -> list[tuple[Dossier, int]]:
    """Returns (dossier, how many) for those that have some, among the keys `dossiers`, or a query
    of them.
    """
    found = Message.objects.to_see_before_release(user).filter(dossier__in=dossiers).order_by()
    counts = dict(found.values_list("dossier").annotate(Count("pk")))
    rows = Dossier.objects.filter(pk__in=counts).only("uuid", "reference")
    return [(dossier, counts[dossier.pk]) for dossier in rows.order_by("reference")]


def to_see_in_run(run: BulkRun) -> list[tuple[Dossier, int]]:
    """Returns those of the decisions that `run` is to notify; none once it started."""
    if run.act != BulkAct.RELEASE or run.started_at:
        return []
    planned = run.items.filter(state=BulkItemState.PLANNED).order_by()
    return messages_to_see(run.by, planned.values("dossier"))
