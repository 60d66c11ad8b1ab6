"""Many dossiers at once, faster than one by one, with valid journals."""

from datetime import timedelta

from partnerships.models import (
    BulkAct,
    Dossier,
    DossierAuthority,
    DossierEvent,
    DossierStatus,
    Submission,
)
from partnerships.workflow.bulk.plan import prepare, start
from partnerships.workflow.journal import event_digest
from tests.factories.dossiers import dossier_in


def _copies(dossier, count):
    for rank in range(count):
        copy = Dossier.objects.get(pk=dossier.pk)
        copy.pk = copy.uuid = None
        copy.uuid = Dossier._meta.get_field("uuid").get_default()
        copy.reference = f"CD-{dossier.pk}-{rank:06}"
        copy.submitted_at = dossier.submitted_at + timedelta(seconds=rank)
        yield copy


def _journal(model, copy):
    previous = ""
    for event in model:
        event = DossierEvent(
            dossier=copy,
            previous_digest=previous,
            **{
                name: getattr(event, name)
                for name in (
                    "sequence",
                    "action",
                    "actor",
                    "at",
                    "from_status",
                    "to_status",
                    "submission_digest",
                    "detail",
                    "detail_digest",
                )
            },
        )
        event.digest = previous = event_digest(event)
        yield event


def many_dossiers(count, *, officer, status=DossierStatus.UNDER_REVIEW):
    """`count` dossiers in `status`, of one authority, reviewed by `officer`."""
    model = dossier_in(status, officer=officer)
    submission = model.submissions.get()
    events = list(model.events.order_by("sequence"))
    copies = Dossier.objects.bulk_create(_copies(model, count - 1))
    Submission.objects.bulk_create(
        Submission(
            dossier=copy,
            number=1,
            document_text=submission.document_text,
            digest=submission.digest,
            submitted_at=copy.submitted_at,
            submitted_by=submission.submitted_by,
        )
        for copy in copies
    )
    DossierAuthority.objects.bulk_create(
        DossierAuthority(dossier=copy, authority=model.lead_authority, is_lead=True)
        for copy in copies
    )
    DossierEvent.objects.bulk_create(event for copy in copies for event in _journal(events, copy))
    return [model, *copies]


def acceptance_run(dossiers, officer, *, is_started=True, **detail):
    """A bulk run that accepts `dossiers`."""
    keys = [dossier.pk for dossier in dossiers]
    detail = {"outcome": "accepted", "grounds": "Conforme.", **detail}
    rows = Dossier.objects.filter(pk__in=keys)
    run = prepare(BulkAct.DECIDE, rows, by=officer, **detail)
    if is_started:
        start(run, by=officer)
        run.refresh_from_db()
    return run
