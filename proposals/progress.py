"""Recording what becomes of the propositions: the only writer of progress and of its notes."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.models import Evidence, Progress, ProgressNote, Proposal


def next_reviews() -> dict[int, date]:
    """Returns {number: date of the next review} of the propositions whose last standing note asks
    for one, in one query.
    """
    notes = ProgressNote.objects.standing().order_by("on", "pk")
    last = dict(notes.values_list("proposal__number", "next_review"))
    return {number: day for number, day in last.items() if day}


def last_evidence() -> dict[int, date]:
    """Returns {number: date of the last standing note that rests on evidence}, in one query."""
    with_evidence = Exists(Evidence.objects.filter(note=OuterRef("pk")))
    notes = ProgressNote.objects.standing().filter(with_evidence).order_by()
    return dict(notes.values_list("proposal__number").annotate(Max("on")))


def _update_progress(proposal: Proposal) -> None:
    notes = proposal.notes.standing().exclude(progress="")
    last = notes.order_by("-on", "-pk").values_list("progress", flat=True).first()
    proposal.progress = last or Progress.UNKNOWN
    proposal.save(update_fields=["progress"])


def _check(note: ProgressNote, evidence: list[Evidence]) -> None:
    """Raises ValidationError, by field: the day is to come, the next review is not, or a progress
    rests on nothing.
    """
    today, errors = timezone.localdate(), {}
    if note.on > today:
        errors["on"] = _("Ce jour n’est pas encore venu\u202f: écrivez aujourd’hui au plus tard.")
    if note.next_review and note.next_review <= today:
        errors["next_review"] = _("Choisissez un jour après aujourd’hui, ou laissez ce champ vide.")
    if note.progress and note.progress != Progress.UNKNOWN and not evidence:
        errors["progress"] = _(
            "Un avancement s’appuie sur une preuve au moins\u202f: ajoutez une page, un document, "
            "un partenariat ou une décision."
        )
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def record_note(note: ProgressNote, evidence: Iterable[Evidence] = ()) -> ProgressNote:
    """Saves a new note with its evidence; the progress of its proposition follows. Returns it, or
    the one that was already saved with the same `uuid`.

    Raises ValidationError if one of them is not valid, or a progress has no evidence.
    """
    proposal = Proposal.objects.select_for_update().get(pk=note.proposal_id)
    if saved := proposal.notes.filter(uuid=note.uuid).first():
        return saved
    evidence = list(evidence)
    note.full_clean()
    _check(note, evidence)
    note.save()
    for each in evidence:
        each.note = note
        each.full_clean()
        each.save()
    _update_progress(proposal)
    return note


@transaction.atomic
def withdraw_note(note: ProgressNote, *, by, reason: str) -> None:
    """Withdraws a note: it stays in the history of the workshop, and shows nowhere else.

    Raises ValidationError without a reason. Withdrawing it twice changes nothing.
    """
    proposal = Proposal.objects.select_for_update().get(pk=note.proposal_id)
    note = ProgressNote.objects.select_for_update().get(pk=note.pk)
    if note.withdrawn_at:
        return
    note.withdrawn_at, note.withdrawn_by = timezone.now(), by
    note.withdrawal_reason = reason.strip()
    note.full_clean()
    note.save()
    _update_progress(proposal)
