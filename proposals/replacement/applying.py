"""Applies a replacement file in one transaction, and undoes it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.models import Proposal, ProposalText, Replacement, ReplacementFile
from proposals.publishing import cancel_scheduled, end_text, publish_text
from proposals.replacement.comparing import Comparison, lock_all


class OutdatedComparison(Exception):
    """A text changed since the page compared it with the file."""


def _publish(row, **options):
    """Publishes a text. Raises ValidationError, which says of which proposition."""
    number = row.number
    proposal, _is_new = Proposal.objects.get_or_create(number=number, defaults={"position": number})
    try:
        publish_text(proposal, row.new, **options)
    except ValidationError as error:
        values = {"number": number, "message": " ".join(error.messages)}
        message = _("Proposition %(number)s\u202f: %(message)s") % values
        raise ValidationError(message) from error


def _locked(file):
    """Locks the propositions and the file. Raises ValidationError if it was deleted."""
    lock_all()
    locked = ReplacementFile.objects.select_for_update().filter(pk=file.pk).first()
    if locked is None:
        raise ValidationError(_("Ce fichier a été supprimé entre-temps\u202f: renvoyez-le."))
    return locked


@transaction.atomic
def apply_file(
    file: ReplacementFile, *, by, reason: str, seen: str, at: datetime | None = None
) -> Replacement:
    """Publishes the texts of `file` that differ from those in force, from `at` on (now).

    Applying it twice changes nothing. Raises OutdatedComparison where `seen`, the state of the
    comparison that was read, is no longer true; ValidationError without a reason, where nothing
    differs, where the file was deleted meanwhile, or as `publish_text`.
    """
    file = _locked(file)
    if file.replacement:
        return file.replacement
    comparison = Comparison(file)
    if comparison.state != seen:
        raise OutdatedComparison
    if not reason.strip():
        raise ValidationError({"reason": _("Dites pourquoi ces textes changent.")})
    changed = (Comparison(file, at) if at else comparison).changed
    if not changed:
        raise ValidationError(_("Ce fichier ne change aucun texte en vigueur."))
    replacement = Replacement(
        file_name=file.file_name, sha256=file.sha256, reason=reason.strip(), applied_by=by
    )
    replacement.full_clean()
    replacement.save()
    for row in changed:
        _publish(row, by=by, reason=reason, at=at, replacement=replacement)
    ReplacementFile.objects.filter(pk=file.pk).update(replacement=replacement)
    return replacement


@dataclass(frozen=True)
class Undoing:
    """What undoing a text of a replacement does: `previous` comes back, None where there was none.

    `is_left`: it was changed since, and stays as it is. `is_to_come`: it was never shown, and is
    deleted.
    """

    text: ProposalText
    previous: ProposalText | None
    is_left: bool
    is_to_come: bool


def undoings(replacement: Replacement) -> list[Undoing]:
    """Returns what undoing would do, by number, in two queries."""
    now = timezone.now()
    texts = list(replacement.texts.select_related("proposal").order_by("proposal__number"))
    before = ProposalText.objects.filter(proposal__in=[text.proposal_id for text in texts])
    ending = {(each.proposal_id, each.effective_until): each for each in before}
    return [
        Undoing(
            text,
            ending.get((text.proposal_id, text.effective_from)),
            is_left=text.effective_until is not None and text.effective_until <= now,
            is_to_come=text.is_scheduled(now),
        )
        for text in texts
    ]


def _undo(each, by, reason):
    text = each.text
    if each.is_to_come:
        cancel_scheduled(text, by=by, reason=reason)
    elif each.previous is None:
        end_text(text.proposal)
    # They are the same where what stood between them was cancelled: nothing is to come back.
    elif each.previous.content != text.content:
        publish_text(
            text.proposal, each.previous.content, by=by, reason=reason, restores=each.previous
        )


@transaction.atomic
def undo(replacement: Replacement, *, by, reason: str) -> list[Undoing]:
    """Publishes the earlier texts again; those to come are cancelled. Returns what was done.

    What was changed since is left alone. Undoing twice changes nothing. Raises ValidationError
    without a reason.
    """
    lock_all()
    replacement = Replacement.objects.select_for_update().get(pk=replacement.pk)
    if replacement.undone_at:
        return []
    if not reason.strip():
        raise ValidationError({"reason": _("Dites pourquoi ce remplacement est annulé.")})
    done = undoings(replacement)
    for each in done:
        if not each.is_left:
            _undo(each, by, reason)
    replacement.undone_at, replacement.undone_by = timezone.now(), by
    replacement.undo_reason = reason.strip()
    replacement.full_clean()
    replacement.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    return done
