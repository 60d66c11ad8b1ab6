"""Publishing and cancelling the texts of the propositions: the only writer of `ProposalText`."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.models import (
    CONTENT,
    Proposal,
    ProposalText,
    Replacement,
    UnpublishedText,
    Wording,
)


def _lock(proposal: Proposal) -> None:
    """Has whoever publishes a text of `proposal` wait for the end of the transaction."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)


def _check_reason(previous: ProposalText | None, reason: str) -> None:
    if previous and previous.wording == Wording.OFFICIAL and not reason.strip():
        message = _("Dites pourquoi le texte du rapport change\u202f: ce motif reste avec lui.")
        raise ValidationError({"reason": message})


def _check_change(previous: ProposalText | None, content: Mapping[str, object]) -> None:
    if previous and previous.content == {name: content[name] for name in CONTENT}:
        raise ValidationError(_("Rien ne change\u202f: ce texte est celui qui précède."))


def _texts_around(
    proposal: Proposal, start: datetime
) -> tuple[ProposalText | None, ProposalText | None]:
    """Returns the text that `start` ends, and the first one after it."""
    texts = proposal.texts.order_by("effective_from")
    is_going_on = Q(effective_until=None) | Q(effective_until__gt=start)
    previous = texts.filter(is_going_on, effective_from__lt=start).last()
    return previous, texts.filter(effective_from__gt=start).first()


def _add_text(text: ProposalText, previous: ProposalText | None) -> None:
    """Saves a text that begins, and the end of the one before it."""
    if previous:
        previous.effective_until = text.effective_from
        previous.save(update_fields=["effective_until"])
    text.full_clean()
    text.save()
    text.proposal.__dict__.pop("text", None)


@transaction.atomic
def publish_text(
    proposal: Proposal,
    content: Mapping[str, object],
    *,
    by,
    reason: str = "",
    at: datetime | None = None,
    **origin: ProposalText | Replacement | None,
) -> ProposalText:
    """Publishes `content` (all the fields of `CONTENT`) from `at` on, from now on by default.

    `origin`: the earlier text that it `restores`, or the `replacement` that it is of. Raises
    ValidationError, by field: what is not valid, the text that it follows is the same, `at` is past
    or that of another text, the text of the report changes without a reason.
    """
    _lock(proposal)
    now = timezone.now()
    if at is not None and at <= now:
        raise ValidationError({"effective_from": _("Ce moment est déjà passé.")})
    previous, following = _texts_around(proposal, at or now)
    _check_reason(previous, reason)
    _check_change(previous, content)
    text = ProposalText(proposal=proposal, effective_from=at or now, published_at=now, **origin)
    text.effective_until = following and following.effective_from
    text.published_by, text.reason = by, reason.strip()
    for name in CONTENT:
        setattr(text, name, content[name])
    _add_text(text, previous)
    return text


@transaction.atomic
def remove_scheduled(text: ProposalText) -> ProposalText:
    """Deletes a text that nobody has read yet; the one before it goes on. Returns it as it was.

    Raises ValidationError if it is in force by now, or was cancelled meanwhile.
    """
    _lock(text.proposal)
    # Read again: another text may have been scheduled after it, or cancelled.
    text = ProposalText.objects.select_related("proposal").filter(pk=text.pk).first()
    if text is None:
        raise ValidationError(_("Cette publication n’est plus programmée."))
    if not text.is_scheduled(timezone.now()):
        raise ValidationError(_("Ce texte est déjà en vigueur\u202f: il ne peut plus être annulé."))
    previous = text.proposal.texts.filter(effective_until=text.effective_from)
    until = text.effective_until
    text.delete()
    previous.update(effective_until=until)
    return text


@transaction.atomic
def cancel_scheduled(text: ProposalText, *, by, reason: str = "") -> None:
    """Cancels a scheduled text, of which the history keeps a line. Raises as `remove_scheduled`."""
    text = remove_scheduled(text)
    UnpublishedText.objects.create(
        proposal=text.proposal,
        title=text.title,
        planned_for=text.effective_from,
        written_by_id=text.published_by_id,
        replacement_id=text.replacement_id,
        removed_by=by,
        reason=reason,
    )


@transaction.atomic
def end_text(proposal: Proposal) -> None:
    """Ends the text in force, so that the proposition has none and is not listed."""
    _lock(proposal)
    now = timezone.now()
    proposal.texts.in_force(now).update(effective_until=now)
    proposal.__dict__.pop("text", None)
