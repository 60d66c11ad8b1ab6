"""The workflow as a table, which is both its documentation and its guard."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.utils import timezone

from partnerships.models import Action, Dossier, DossierStatus, ErasureNotice, Outcome
from partnerships.models.dossier_status import EDITABLE, UNDECIDED
from partnerships.permissions import (
    is_reviewer_of,
    may_answer_part,
    may_assign,
    may_countersign,
    may_hand_over,
    may_lead,
    may_review,
    may_start,
    may_submit,
    may_write,
    needs_countersign,
)
from partnerships.workflow.portal import is_portal

Predicate = Callable[..., bool]


@dataclass(frozen=True)
class Transition:
    """When an action is allowed, and the status it leads to.

    `target`: None if the status does not change. `who`: (user, dossier) → whether the user may.
    `holds`: (dossier) → whether other conditions hold. `for_archived`: whether the action applies
    to archived dossiers only, instead of unarchived ones only.
    """

    sources: frozenset[DossierStatus]
    target: DossierStatus | None
    who: Predicate
    holds: Predicate = lambda dossier: not dossier.discarded_at
    for_archived: bool = False

    def starts_from(self, dossier: Dossier) -> bool:
        return dossier.status in self.sources and bool(dossier.archived_at) == self.for_archived

    def is_open_to(self, user, dossier: Dossier) -> bool:
        return self.starts_from(dossier) and self.who(user, dossier) and self.holds(dossier)


def never_deposited(dossier: Dossier) -> bool:
    return not dossier.discarded_at and not dossier.submission_count


def is_deposited(dossier: Dossier) -> bool:
    return dossier.submission_count > 0


def always_holds(dossier: Dossier) -> bool:
    """No condition: the action is allowed even in the bin."""
    return True


def is_only_open_dossier(dossier: Dossier) -> bool:
    """Whether the partnership is not merged and has no other open dossier."""
    if not dossier.partnership_id:
        return True
    others = Dossier.objects.open().filter(partnership=dossier.partnership_id)
    return not (dossier.partnership.merged_into_id or others.exclude(pk=dossier.pk).exists())


def is_source_of_public_page(dossier: Dossier) -> bool:
    """Whether the current public version came from this dossier."""
    page = dossier.partnership
    if page is None or page.is_suspended or page.merged_into_id:
        return False
    return dossier.submissions.filter(pk=page.current_version.submission_id).exists()


def may_be_unarchived(dossier: Dossier) -> bool:
    return not dossier.erased_at and is_only_open_dossier(dossier)


def may_be_erased(dossier: Dossier) -> bool:
    """Whether the erasure was announced long enough ago, and is not done."""
    notice = ErasureNotice.objects.filter(dossier=dossier).first()
    return bool(notice and notice.erased_on <= timezone.localdate() and not dossier.erased_at)


def may_be_restored(dossier: Dossier) -> bool:
    return bool(dossier.discarded_at) and is_only_open_dossier(dossier)


def is_outdated(dossier: Dossier) -> bool:
    """Whether the partnership was published again since the base version of this dossier."""
    return bool(
        not dossier.discarded_at
        and dossier.partnership_id
        and dossier.base_version_id != dossier.partnership.current_version_id
    )


def decides_alone(dossier: Dossier) -> bool:
    """Whether the dossier may be decided and released at once, without a countersignature."""
    return not dossier.discarded_at and not needs_countersign(dossier)


def awaits_countersign(dossier: Dossier) -> bool:
    return dossier.decisions.awaiting_countersign().exists()


def may_be_released(dossier: Dossier) -> bool:
    return not dossier.discarded_at and not awaits_countersign(dossier)


def needs_settlement(dossier: Dossier) -> bool:
    """Whether publishing would overwrite a version published since the base version."""
    if not dossier.base_version_id or not is_outdated(dossier):
        return False
    decision = dossier.decisions.standing().first()
    return bool(decision and decision.is_favourable)


def may_take_back(user, dossier: Dossier) -> bool:
    """Whether `user` may take back the decision: the reviewer, or who may countersign it if it
    needs that.
    """
    return is_reviewer_of(user, dossier) or (
        dossier.decisions.needing_countersign().exists() and may_countersign(user, dossier)
    )


def may_uncountersign(user, dossier: Dossier) -> bool:
    """Whether `user` countersigned the decision, and might do it again."""
    return may_countersign(user, dossier) and dossier.decisions.countersigned_by(user).exists()


def may_be_reopened(dossier: Dossier) -> bool:
    """Whether a closed dossier may be reopened.

    The partnership must have no other open dossier. The current public version must come from
    this dossier or, if it was not accepted, must still be its base version.
    """
    if not is_only_open_dossier(dossier):
        return False
    decision = dossier.decisions.standing().first()
    if decision is None or not decision.is_favourable:
        return not is_outdated(dossier)
    current = dossier.partnership.current_version
    return current.submission_id == decision.submission_id


S = DossierStatus
ANY = frozenset(S)

TRANSITIONS = {
    Action.SUBMIT: Transition(EDITABLE, S.SUBMITTED, may_submit),
    Action.WITHDRAW: Transition(UNDECIDED, S.DRAFT, may_submit),
    Action.START_REVIEW: Transition(frozenset({S.SUBMITTED}), S.UNDER_REVIEW, may_start),
    Action.REQUEST_CHANGES: Transition(
        frozenset({S.UNDER_REVIEW}), S.CHANGES_REQUESTED, is_reviewer_of
    ),
    **{
        action: Transition(frozenset({S.UNDER_REVIEW}), S.CLOSED, is_reviewer_of, decides_alone)
        for action in (Action.ACCEPT, Action.RESERVE, Action.REJECT)
    },
    Action.DECIDE: Transition(frozenset({S.UNDER_REVIEW}), S.DECIDED, is_reviewer_of),
    Action.CORRECT_DECISION: Transition(frozenset({S.DECIDED}), None, is_reviewer_of),
    Action.ADDRESS_LETTER: Transition(frozenset({S.DECIDED}), None, is_reviewer_of),
    Action.COUNTERSIGN: Transition(
        frozenset({S.DECIDED}), None, may_countersign, awaits_countersign
    ),
    Action.UNCOUNTERSIGN: Transition(frozenset({S.DECIDED}), None, may_uncountersign),
    Action.SETTLE: Transition(frozenset({S.DECIDED}), None, is_reviewer_of, needs_settlement),
    Action.RELEASE: Transition(frozenset({S.DECIDED}), S.CLOSED, is_reviewer_of, may_be_released),
    Action.TAKE_BACK: Transition(frozenset({S.DECIDED}), S.UNDER_REVIEW, may_take_back),
    Action.REOPEN: Transition(frozenset({S.CLOSED}), S.UNDER_REVIEW, may_lead, may_be_reopened),
    Action.DISCARD: Transition(frozenset({S.DRAFT}), None, may_write, never_deposited),
    Action.EXPIRE: Transition(frozenset({S.DRAFT}), None, is_portal, never_deposited),
    Action.RESTORE: Transition(frozenset({S.DRAFT}), None, may_write, may_be_restored),
    Action.REBASE: Transition(EDITABLE, None, may_submit, is_outdated),
    Action.SHARE: Transition(frozenset({S.DRAFT}), None, may_submit, never_deposited),
    Action.CONFIRM: Transition(ANY, None, may_answer_part, is_deposited),
    Action.DECLINE: Transition(ANY, None, may_answer_part),
    Action.HAND_OVER: Transition(ANY, None, may_hand_over, always_holds),
    Action.ASSIGN: Transition(ANY - {S.CLOSED}, None, may_assign, is_deposited),
    Action.REMIND_AUTHORITY: Transition(frozenset({S.CHANGES_REQUESTED}), None, is_reviewer_of),
    Action.ANSWER_REQUEST: Transition(ANY - {S.CLOSED}, None, may_submit, is_deposited),
    Action.SETTLE_REQUEST: Transition(frozenset({S.UNDER_REVIEW}), None, is_reviewer_of),
    Action.REOPEN_REQUEST: Transition(frozenset({S.UNDER_REVIEW}), None, is_reviewer_of),
    Action.COMPARE_PARTNERS: Transition(
        frozenset({S.UNDER_REVIEW, S.DECIDED}), None, is_reviewer_of
    ),
    Action.ASK_OPINION: Transition(
        frozenset({S.UNDER_REVIEW, S.CHANGES_REQUESTED}), None, is_reviewer_of
    ),
    Action.REVOKE_OPINION: Transition(UNDECIDED, None, is_reviewer_of),
    # Advisers have no account: the portal acts for whoever holds the link. An opinion received
    # between the decision and its release is accepted, since it may justify taking it back.
    Action.ANSWER_OPINION: Transition(UNDECIDED | {S.DECIDED}, None, is_portal),
    Action.CORRECT: Transition(frozenset({S.CLOSED}), None, may_review, is_source_of_public_page),
    Action.ARCHIVE: Transition(frozenset({S.DRAFT, S.CLOSED}), None, is_portal, is_deposited),
    Action.UNARCHIVE: Transition(ANY, None, may_lead, may_be_unarchived, for_archived=True),
    Action.ERASE: Transition(ANY, None, is_portal, may_be_erased, for_archived=True),
}
# Actions made of two steps.
COMPOSED = {
    Action.ACCEPT: ((Action.DECIDE, {"outcome": Outcome.ACCEPTED}), (Action.RELEASE, {})),
    Action.RESERVE: ((Action.DECIDE, {"outcome": Outcome.RESERVED}), (Action.RELEASE, {})),
    Action.REJECT: ((Action.DECIDE, {"outcome": Outcome.REJECTED}), (Action.RELEASE, {})),
}


def available_actions(dossier: Dossier, user) -> list[Action]:
    """Returns the actions `user` may perform now: buttons of pages and guard of POSTs."""
    may = cache(lambda who: who(user, dossier))
    still = cache(lambda holds: holds(dossier))
    return [
        action
        for action, row in TRANSITIONS.items()
        if row.starts_from(dossier) and may(row.who) and still(row.holds)
    ]
