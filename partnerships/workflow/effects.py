"""Effects of each action besides the change of status.

An effect returns the details to record in the event.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.document.canonical import canonical, digest
from partnerships.document.difference import changes_nothing
from partnerships.document.earlier import forget_items
from partnerships.document.files import remove_unlisted
from partnerships.document.merging import merge
from partnerships.document.projection import buffer_from_projection
from partnerships.document.validation import validate
from partnerships.models import Action, Dossier, DossierKind, Submission
from partnerships.permissions import acts_for
from partnerships.workflow import change_requests
from partnerships.workflow.colleagues import confirm, decline, hand_over, link_authorities, share
from partnerships.workflow.decisions.decision import (
    correct_decision,
    countersign,
    decide,
    reopen_dossier,
    settle_conflicts,
    take_back,
    uncountersign,
)
from partnerships.workflow.decisions.letter import address_letter
from partnerships.workflow.decisions.release import release
from partnerships.workflow.document_texts import read_after_commit
from partnerships.workflow.index import index_dossiers
from partnerships.workflow.officers.officers import assign, remind_authority
from partnerships.workflow.opinions.steps import answer_opinion, ask_opinion, revoke_opinion
from partnerships.workflow.refusals import Invalid
from partnerships.workflow.resemblance import compare_partners, deposited_answers
from partnerships.workflow.retention.archives import archive, erase, unarchive


def changes_nothing_published(dossier: Dossier, document: dict) -> bool:
    """Whether `document` of an amendment says what is published already."""
    base = dossier.base_version
    if dossier.kind != DossierKind.AMENDMENT or base is None:
        return False
    return changes_nothing(base.content, base.deposit and base.deposit.document, document)


def _document_to_deposit(dossier):
    """Returns the validated document of `dossier`. Raises Invalid."""
    validation = validate(dossier)
    if validation.errors:
        count = len(validation.errors)
        message = ngettext(
            "Un point est à compléter avant de déposer.",
            "%(count)s points sont à compléter avant de déposer.",
            count,
        )
        raise Invalid(message % {"count": count}, validation.errors)
    if changes_nothing_published(dossier, validation.document):
        raise Invalid(
            _(
                "Cette modification ne change rien à ce qui est publié\u202f: il n’y a rien à "
                "déposer. Si la fiche est toujours vraie, confirmez-la."
            ),
            [],
        )
    return validation.document


def submit(dossier: Dossier, *, by):
    document = _document_to_deposit(dossier)
    text = canonical(document)
    dossier.submission_count += 1
    dossier.submitted_at = timezone.now()
    dossier.title = document["title"]
    submission = Submission.objects.create(
        dossier=dossier,
        number=dossier.submission_count,
        document_text=text,
        digest=digest(text),
        submitted_at=dossier.submitted_at,
        submitted_by=by,
    )
    link_authorities(dossier, [each["authority"] for each in document["authorities"]])
    index_dossiers([dossier.pk])
    read_after_commit(dossier)
    # What was removed can be put back until the deposit.
    forget_items(dossier)
    remove_unlisted(dossier, dossier.buffer)
    answers = deposited_answers(document)
    return {
        "submission_digest": submission.digest,
        **({"resemblances": answers} if answers else {}),
    }


def start_review(dossier: Dossier, *, by):
    """Makes `by` the reviewer, unless they stand in for the current one, who stays the reviewer."""
    if not acts_for(by, dossier.reviewer_id):
        dossier.reviewer = by
    return {}


def request_changes(dossier: Dossier, *, by, messages=(), requests=()):
    """`messages` and `requests`: see `change_requests.send`."""
    return {"messages": change_requests.send(dossier, by, messages, requests)}


def discard(dossier: Dossier, *, by):
    dossier.discarded_at = timezone.now()
    return {}


def restore(dossier: Dossier, *, by):
    dossier.discarded_at = None
    return {}


def rebase(dossier: Dossier, *, by):
    """Merges what was published meanwhile into the buffer; conflicting texts are both kept."""
    published = dossier.partnership.current_version
    dossier.buffer = merge(
        buffer_from_projection(dossier.base_version.content),
        dossier.buffer,
        buffer_from_projection(published.content),
    )
    dossier.base_version = published
    return {"version": published.number}


def correct(dossier: Dossier, *, by, reason, paths):
    """Records a correction at `paths` of the public version that came from this dossier."""
    version = dossier.partnership.current_version
    return {
        "version": version.number,
        "version_digest": version.digest,
        "reason": reason,
        "paths": paths,
    }


EFFECTS = {
    Action.SUBMIT: submit,
    Action.START_REVIEW: start_review,
    Action.REQUEST_CHANGES: request_changes,
    Action.DECIDE: decide,
    Action.CORRECT_DECISION: correct_decision,
    Action.ADDRESS_LETTER: address_letter,
    Action.COUNTERSIGN: countersign,
    Action.UNCOUNTERSIGN: uncountersign,
    Action.SETTLE: settle_conflicts,
    Action.RELEASE: release,
    Action.TAKE_BACK: take_back,
    Action.REOPEN: reopen_dossier,
    Action.DISCARD: discard,
    Action.EXPIRE: discard,
    Action.RESTORE: restore,
    Action.REBASE: rebase,
    Action.SHARE: share,
    Action.CONFIRM: confirm,
    Action.DECLINE: decline,
    Action.HAND_OVER: hand_over,
    Action.ASK_OPINION: ask_opinion,
    Action.REVOKE_OPINION: revoke_opinion,
    Action.ANSWER_OPINION: answer_opinion,
    Action.ARCHIVE: archive,
    Action.UNARCHIVE: unarchive,
    Action.ERASE: erase,
    Action.ASSIGN: assign,
    Action.REMIND_AUTHORITY: remind_authority,
    Action.ANSWER_REQUEST: change_requests.answer,
    Action.SETTLE_REQUEST: change_requests.settle_request,
    Action.REOPEN_REQUEST: change_requests.reopen_request,
    Action.CORRECT: correct,
    Action.COMPARE_PARTNERS: compare_partners,
}
