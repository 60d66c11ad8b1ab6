"""The journal of a dossier: append-only events, each with the digest of the previous one."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.canonical import canonical, digest
from partnerships.models import Dossier, DossierEvent, Submission
from partnerships.workflow.portal import PORTAL


def event_digest(event: DossierEvent) -> str:
    """Returns the SHA-256 of the content of an event, including the previous digest."""
    return digest(
        canonical(
            {
                "dossier": event.dossier_id,
                "sequence": event.sequence,
                "action": event.action,
                "actor": str(event.actor),
                "at": event.at.isoformat(),
                "from": event.from_status,
                "to": event.to_status,
                "submission": event.submission_digest,
                "detail": event.detail_digest,
                "previous": event.previous_digest,
            }
        )
    )


def record(
    dossier: Dossier, action: str, *, by, from_status: str, submission_digest="", **detail
) -> DossierEvent:
    """Adds the event of a step just made. The caller has locked the row of `dossier`."""
    last = dossier.events.order_by("-sequence").first()
    text = canonical(detail)
    event = DossierEvent(
        dossier=dossier,
        sequence=last.sequence + 1 if last else 1,
        action=action,
        actor=by.journal_id,
        at=timezone.now(),
        from_status=from_status,
        to_status=dossier.status,
        submission_digest=submission_digest,
        detail=text,
        detail_digest=digest(text),
        previous_digest=last.digest if last else "",
    )
    event.digest = event_digest(event)
    event.save()
    return event


def actor_names(journal_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Returns journal identifier → name, for actors with an account and for the portal."""
    people = get_user_model().objects.filter(journal_id__in=set(journal_ids))
    names = {person.journal_id: str(person) for person in people}
    return {**names, PORTAL.journal_id: str(PORTAL)}


def _faults_of_chain(dossier, events):
    previous_digest = ""
    for expected, event in enumerate(events, start=1):
        if event.sequence != expected:
            yield _("il manque l’événement %(expected)s") % {"expected": expected}
            return
        if event.previous_digest != previous_digest:
            yield _("l’événement %(sequence)s ne suit pas le précédent") % {"sequence": expected}
        has_detail = event.detail or not dossier.erased_at
        if event.digest != event_digest(event) or (
            has_detail and event.detail_digest != digest(event.detail)
        ):
            yield _("l’événement %(sequence)s a été modifié") % {"sequence": expected}
        previous_digest = event.digest
    if not events or events[-1].to_status != dossier.status:
        yield _("l’état du dossier n’est pas celui de son journal")


def _replaced_digests(events):
    """Returns original digest → current digest of the deposits whose contact was erased."""
    return {
        old: new
        for event in events
        if event.action == "forget_contact"
        for old, new in event.content.get("deposits", {}).items()
    }


def _faults_of_submissions(dossier, events, submissions):
    if dossier.erased_at:
        if any(submission.document_text for submission in submissions):
            yield _("un dépôt d’un dossier effacé a un texte")
        if not any(event.action == "erase" for event in events):
            yield _("le dossier est effacé, et son journal ne le dit pas")
    deposited = [event.submission_digest for event in events if event.action == "submit"]
    known = _replaced_digests(events)
    for submission in submissions:
        expected = known.get(submission.digest, submission.digest)
        if not dossier.erased_at and expected != digest(submission.document_text):
            yield _("le dépôt %(number)s a été modifié") % {"number": submission.number}
    if deposited != [submission.digest for submission in submissions]:
        yield _("les dépôts ne sont pas ceux du journal")


def faults() -> Iterator[tuple[Dossier, str]]:
    """Yields each inconsistency in the journals, as (dossier, French sentence)."""
    journals = Dossier.objects.order_by("pk").prefetch_related(
        Prefetch("events", DossierEvent.objects.order_by("sequence")),
        Prefetch("submissions", Submission.objects.order_by("number")),
    )
    for dossier in journals.iterator(chunk_size=200):
        events, submissions = list(dossier.events.all()), list(dossier.submissions.all())
        for fault in _faults_of_chain(dossier, events):
            yield dossier, fault
        for fault in _faults_of_submissions(dossier, events, submissions):
            yield dossier, fault
