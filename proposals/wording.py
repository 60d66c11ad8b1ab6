"""Publishing the texts of the propositions: the only writer of `ProposalText`."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.models import CONTENT, Proposal, ProposalText, Replacement, Wording


def _lock(proposal: Proposal) -> None:
    """Has whoever publishes a text of `proposal` wait for the end of the transaction."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)


def _start(at: datetime | None) -> datetime:
    now = timezone.now()
    if at is not None and at <= now:
        raise ValidationError({"effective_from": _("Ce moment est déjà passé.")})
    return at or now


def _check_change(previous: ProposalText | None, content: Mapping, reason: str) -> None:
    if previous is None:
        return
    if previous.content == {name: content[name] for name in CONTENT}:
        raise ValidationError(_("Rien ne change\u202f: ce texte est celui qui précède."))
    if previous.wording == Wording.OFFICIAL and not reason.strip():
        message = _("Dites pourquoi le texte du rapport change\u202f: ce motif reste avec lui.")
        raise ValidationError({"reason": message})


def _place(proposal: Proposal, start: datetime, previous: ProposalText | None) -> ProposalText:
    """Returns an empty text of `proposal` that begins at `start`, where `previous` now ends."""
    following = proposal.texts.filter(effective_from__gt=start).order_by("effective_from").first()
    if previous:
        previous.effective_until = start
        previous.save(update_fields=["effective_until"])
    until = following and following.effective_from
    return ProposalText(proposal=proposal, effective_from=start, effective_until=until)


@transaction.atomic
def publish_text(
    proposal: Proposal,
    content: Mapping[str, object],
    *,
    by,
    reason: str = "",
    at: datetime | None = None,
    restores: ProposalText | None = None,
    replacement: Replacement | None = None,
) -> ProposalText:
    """Publishes `content` (all the fields of `CONTENT`) from `at` on, now by default.

    Raises ValidationError, by field: what is not valid, nothing changes, `at` is past or taken,
    the text of the report changes without a reason.
    """
    _lock(proposal)
    start = _start(at)
    previous = proposal.texts.filter(effective_from__lt=start).order_by("effective_from").last()
    _check_change(previous, content, reason)
    text = _place(proposal, start, previous)
    for name in CONTENT:
        setattr(text, name, content[name])
    text.published_by, text.reason = by, reason.strip()
    text.restores, text.replacement = restores, replacement
    text.full_clean()
    text.save()
    proposal.__dict__.pop("text", None)
    return text


@transaction.atomic
def cancel_scheduled(text: ProposalText) -> None:
    """Deletes a text that nobody has read yet; the one before it goes on.

    Raises ValidationError if it is in force by now.
    """
    _lock(text.proposal)
    if not text.is_scheduled(timezone.now()):
        raise ValidationError(_("Ce texte est déjà en vigueur\u202f: il ne peut plus être annulé."))
    previous = text.proposal.texts.filter(effective_until=text.effective_from)
    until = text.effective_until
    text.delete()
    previous.update(effective_until=until)


@transaction.atomic
def end_text(proposal: Proposal) -> None:
    """Ends the text in force, so that the proposition has none and is not listed."""
    _lock(proposal)
    now = timezone.now()
    proposal.texts.in_force(now).update(effective_until=now)
    proposal.__dict__.pop("text", None)
