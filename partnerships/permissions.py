"""Predicates on who may act; who may read is in the querysets.

A rule that exists as a queryset is applied to one row through it, so that it is written once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.db.models import Model, QuerySet

from partnerships.models import (
    Dossier,
    DossierAuthority,
    InstructionRule,
    LocalAuthority,
    Partnership,
    officers_covered_by,
)
from partnerships.models.remembered import asked_once


def _remembered(predicate: Callable) -> Callable:
    @wraps(predicate)
    def asked(user, row) -> bool:
        return asked_once((predicate, user.pk, row.pk), lambda: predicate(user, row))

    return asked


def _includes(rows: QuerySet, row: Model) -> bool:
    return rows.filter(pk=row.pk).exists()


@_remembered
def is_member(user, dossier: Dossier) -> bool:
    """Whether `user` is an active member of one of the authorities of `dossier`."""
    return _includes(Dossier.objects.of_member(user), dossier)


@_remembered
def is_own(user, dossier: Dossier) -> bool:
    """Whether `user` is a member of an authority of `dossier`, or entered it as an officer."""
    return _includes(Dossier.objects.own_of(user), dossier)


@_remembered
def may_answer_part(user, dossier: Dossier) -> bool:
    """Whether `user` may confirm or decline the part of an authority other than the lead."""
    return DossierAuthority.objects.answerable_by(user).filter(dossier=dossier).exists()


@_remembered
def may_submit(user, dossier: Dossier) -> bool:
    """Whether `user` writes and deposits `dossier`."""
    return _includes(Dossier.objects.submitted_by(user), dossier)


def has_begun(user, dossier: Dossier) -> bool:
    """Whether `user` began `dossier` while their request to join its authority waits."""
    is_author = dossier.created_by_id == user.pk and not dossier.submission_count
    return is_author and _includes(Dossier.objects.begun_by(user), dossier)


def may_write(user, dossier: Dossier) -> bool:
    """Whether `user` writes `dossier`; its deposit may have to wait (`has_begun`)."""
    return may_submit(user, dossier) or has_begun(user, dossier)


def may_hand_over(user, dossier: Dossier) -> bool:
    """Whether `user` may choose who follows `dossier`.

    That is the person in charge or a manager; any colleague if nobody is in charge.
    """
    authorities = LocalAuthority.objects
    is_free = dossier.in_charge_id in (None, user.pk)
    own = authorities.of_member(user) if is_free else authorities.managed_by(user)
    return own.filter(pk=dossier.lead_authority_id).exists()


@_remembered
def may_review(user, dossier: Dossier) -> bool:
    """Whether `user` may instruct `dossier`: not of their own authority, nor entered by them."""
    return _includes(Dossier.objects.reviewable_by(user), dossier)


def acts_for(user, officer: int | None) -> bool:
    """Whether `user` is, or stands in today for, the officer with this key."""
    return officer is not None and officer in officers_covered_by(user)


def is_reviewer_of(user, dossier: Dossier) -> bool:
    """Whether `user` is the reviewer of `dossier`, or stands in for them today.

    Same rule as `Dossier.objects.instructed_by`, in two parts so that absences are not queried
    for the user's own dossiers.
    """
    return acts_for(user, dossier.reviewer_id) and may_review(user, dossier)


def may_start(user, dossier: Dossier) -> bool:
    """Whether `user` may start the review of `dossier`.

    Any reviewer may if it is not assigned, or is assigned to an inactive account. Otherwise only
    its reviewer, their stand-in or a lead reviewer may.
    """
    if dossier.reviewer and dossier.reviewer.is_active:
        return is_reviewer_of(user, dossier) or may_lead(user, dossier)
    return may_review(user, dossier)


def may_remind(user, dossier: Dossier) -> bool:
    """Whether `user` may send reminders for opinions: its reviewer, or who requested one."""
    return is_reviewer_of(user, dossier) or (
        may_review(user, dossier) and dossier.opinions.filter(asked_by=user.pk).exists()
    )


@_remembered
def may_lead(user, dossier: Dossier) -> bool:
    return _includes(Dossier.objects.review_led_by(user), dossier)


def needs_countersign(dossier: Dossier) -> bool:
    """Whether a decision taken on `dossier` now needs a countersignature."""
    return InstructionRule.objects.needing_countersign().filter(kind=dossier.kind).exists()


@_remembered
def may_countersign(user, dossier: Dossier) -> bool:
    """Whether `user` is a lead reviewer who neither decided on `dossier` nor instructs it."""
    return _includes(Dossier.objects.countersignable_by(user), dossier)


def may_assign(user, dossier: Dossier) -> bool:
    """Whether `user` may assign `dossier` to an officer: its reviewer, or a lead reviewer."""
    return is_reviewer_of(user, dossier) or may_lead(user, dossier)


def may_manage(user, authority: LocalAuthority) -> bool:
    """Whether `user` is a manager of `authority`."""
    return _includes(LocalAuthority.objects.managed_by(user), authority)


def may_merge(user) -> bool:
    """Whether `user` may merge records, undo a merge and dismiss a duplicate: a lead reviewer.

    `cleaning.merge` also excludes the records of their own authority.
    """
    return user.is_active and user.has_perm("partnerships.lead_review")


def is_partnership_member(user, partnership: Partnership) -> bool:
    """Whether `user` is an active member of a French authority of `partnership`."""
    return _includes(Partnership.objects.of_member(user), partnership)


def is_member_of(user, *authorities: LocalAuthority) -> bool:
    return (
        LocalAuthority.objects.of_member(user).filter(pk__in=[a.pk for a in authorities]).exists()
    )


def may_suspend(user, partnership: Partnership) -> bool:
    """Whether `user` may suspend and resume a page: a reviewer outside its authorities."""
    return (
        user.is_active
        and user.has_perm("partnerships.review_dossier")
        and not is_partnership_member(user, partnership)
    )


def may_correct(user, partnership: Partnership) -> bool:
    """Whether `user` may correct typing errors of a page: the same people as may suspend it."""
    return may_suspend(user, partnership)


@dataclass(frozen=True)
class OwnActs:
    """What a member of its authorities may do to a public partnership."""

    may_amend: bool = False
    may_confirm: bool = False
    may_claim: bool = False


def own_acts(user, partnership: Partnership) -> OwnActs:
    if not user.is_authenticated:
        return OwnActs()
    if partnership.is_imported:
        return OwnActs(may_claim=_includes(Partnership.objects.claimable_by(user), partnership))
    leads = _includes(Partnership.objects.led_by(user), partnership)
    return OwnActs(may_amend=leads, may_confirm=leads and may_confirm(user, partnership))


def may_confirm(user, partnership: Partnership) -> bool:
    """Whether `user` may confirm `partnership`, as an active member of the lead authority."""
    return user.is_active and _includes(Partnership.objects.confirmable_by(user), partnership)
