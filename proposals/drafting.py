"""The draft of the next text of a proposition: the only writer of `ProposalDraft`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from proposals.models import CONTENT, Proposal, ProposalDraft, ProposalText, UnpublishedText
from proposals.publishing import cancel_scheduled, publish_text, remove_scheduled

TYPED_MAX_BYTES = 1_000_000
CONFLICT = "conflict."
TITLE_MAX = UnpublishedText._meta.get_field("title").max_length


class NoDraft(Exception):
    """The draft was published or given up meanwhile."""


class DraftFull(Exception):
    """The draft would exceed its maximum size."""


class DraftChanged(Exception):
    """The draft is no longer the one that the page showed."""


def as_typed(content: Mapping[str, object]) -> dict[str, str]:
    """Returns the content of a text as one would type it."""
    return {name: "" if content[name] is None else str(content[name]) for name in CONTENT}


def _locked(proposal):
    """Returns the draft, None if there is none; others who write it wait for the transaction."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    return ProposalDraft.objects.filter(proposal=proposal).first()


def _seen(proposal, version):
    draft = _locked(proposal)
    if draft is None:
        raise NoDraft
    if draft.version != version:
        raise DraftChanged
    return draft


def _give_up(draft, by):
    """Deletes a draft; the history keeps a line of it, unless nothing was written in it."""
    source = draft.restores or draft.based_on
    if draft.typed != (as_typed(source.content) if source else dict.fromkeys(CONTENT, "")):
        UnpublishedText.objects.create(
            proposal_id=draft.proposal_id,
            title=draft.typed.get("title", "")[:TITLE_MAX],
            written_by_id=draft.written_by_id,
            removed_by=by,
        )
    draft.delete()


def _create(proposal, source, restores, by):
    now = timezone.now()
    return ProposalDraft.objects.create(
        proposal=proposal,
        typed=as_typed(source.content) if source else dict.fromkeys(CONTENT, ""),
        based_on=proposal.texts.in_force(now).first(),
        restores=restores,
        written_by=by,
    )


@transaction.atomic
def begin_draft(proposal: Proposal, *, by) -> bool:
    """Begins a draft from the text in force. Returns whether there was none: one that is being
    written is left as it is.
    """
    if _locked(proposal):
        return False
    _create(proposal, proposal.texts.in_force(timezone.now()).first(), None, by)
    return True


@transaction.atomic
def restore_text(text: ProposalText, *, by, replaced: str) -> None:
    """Begins a draft that takes up an earlier text again.

    `replaced`: version of the draft whose place it takes, "" if there is none. Raises DraftChanged.
    """
    draft = _locked(text.proposal)
    if (draft.version if draft else "") != replaced:
        raise DraftChanged
    if draft:
        _give_up(draft, by)
    _create(text.proposal, text, text, by)


def _edits(draft, before, edit):
    """Returns the last edit of each text of `draft`: `edit` where it is not that of `before`."""
    changed = {path for path in draft.typed if draft.typed[path] != before.get(path)}
    kept = {path: last for path, last in draft.edits.items() if path in draft.typed}
    return {**kept, **dict.fromkeys(sorted(changed), edit)}


@contextmanager
def editing_draft(proposal: Proposal, by) -> Iterator[ProposalDraft]:
    """Context manager giving the draft, whose `typed` is to be changed in place, then saved.

    Raises NoDraft or DraftFull, without saving anything.
    """
    with transaction.atomic():
        draft = _locked(proposal)
        if draft is None:
            raise NoDraft
        before = dict(draft.typed)
        yield draft
        if len(json.dumps(draft.typed)) > TYPED_MAX_BYTES:
            raise DraftFull
        if draft.typed != before:
            draft.written_at, draft.written_by = timezone.now(), by
            draft.edits = _edits(draft, before, [by.pk, draft.written_at.isoformat()])
            draft.revision += 1
            draft.save(update_fields=["typed", "edits", "revision", "written_at", "written_by"])


@transaction.atomic
def discard_draft(proposal: Proposal, version: str, *, by) -> None:
    """Gives up the draft of `version`. Raises NoDraft or DraftChanged."""
    _give_up(_seen(proposal, version), by)


@transaction.atomic
def publish_draft(
    proposal: Proposal,
    version: str,
    content: Mapping[str, object],
    *,
    by,
    reason: str,
    at: datetime | None = None,
) -> ProposalText:
    """Publishes the draft of `version`, whose checked content is `content`, and deletes it.

    Raises NoDraft or DraftChanged, and ValidationError as `publish_text` does.
    """
    draft = _seen(proposal, version)
    earlier = draft.restores
    restores = earlier if earlier and earlier.content == dict(content) else None
    text = publish_text(proposal, content, by=by, reason=reason, at=at, restores=restores)
    draft.delete()
    return text


@transaction.atomic
def return_to_draft(text: ProposalText, *, by, replaced: str) -> None:
    """Cancels a scheduled text, whose words are the draft again.

    `replaced`: version of the draft whose place it takes, "" if there is none. Raises DraftChanged,
    and ValidationError as `cancel_scheduled` does.
    """
    draft = _locked(text.proposal)
    if (draft.version if draft else "") != replaced:
        raise DraftChanged
    if draft:
        _give_up(draft, by)
    _create(text.proposal, text, text.restores, by)
    cancel_scheduled(text, by=by)


@transaction.atomic
def publish_now(text: ProposalText, *, by, instead_of: Iterable[ProposalText] = ()) -> ProposalText:
    """Publishes a scheduled text at once, and cancels those of `instead_of`, scheduled before it.

    Raises ValidationError as `cancel_scheduled` or `publish_text` does.
    """
    text = remove_scheduled(text)
    for each in instead_of:
        cancel_scheduled(each, by=by)
    return publish_text(
        text.proposal,
        text.content,
        by=by,
        reason=text.reason,
        restores=text.restores,
        replacement=text.replacement,
    )
