"""Who may act. Who may read is in the querysets."""

from dataclasses import dataclass

from partnerships.models import (
    Dossier,
    DossierAuthority,
    InstructionRule,
    LocalAuthorityMember,
    MemberRole,
    Partnership,
    replaced_by,
)


def _active(user):
    return LocalAuthorityMember.objects.active().filter(user_id=user.pk)


def is_member(user, dossier: Dossier) -> bool:
    """Active member of one of the authorities of `dossier`."""
    return _active(user).filter(authority__dossier_authorities__dossier=dossier).exists()


def is_lead_member(user, dossier: Dossier) -> bool:
    return _active(user).filter(authority=dossier.lead_authority_id).exists()


def may_answer_part(user, dossier: Dossier) -> bool:
    """Member of another authority of `dossier` than the lead: who confirms or declines its part."""
    return DossierAuthority.objects.answerable_by(user).filter(dossier=dossier).exists()


def may_enter(user, dossier: Dossier) -> bool:
    """The officer who writes `dossier` on behalf of its authority."""
    return (
        dossier.is_entered_by_officer
        and dossier.created_by_id == user.pk
        and user.has_perm("partnerships.review_dossier")
    )


def may_submit(user, dossier: Dossier) -> bool:
    """Who writes and deposits; `Dossier.objects.written_by` asks the same of many."""
    return may_enter(user, dossier) or is_lead_member(user, dossier)


def may_hand_over(user, dossier: Dossier) -> bool:
    """Who is in charge, a manager, or any colleague where no one is."""
    if dossier.in_charge_id in (None, user.pk):
        return is_lead_member(user, dossier)
    return may_manage(user, dossier.lead_authority_id)


def may_review(user, dossier: Dossier) -> bool:
    """A reviewer, but never of a file of their own authority, nor of one they entered."""
    return (
        user.has_perm("partnerships.review_dossier")
        and not (dossier.is_entered_by_officer and dossier.created_by_id == user.pk)
        and not is_member(user, dossier)
    )


def is_reviewer_of(user, dossier: Dossier) -> bool:
    """The reviewer of `dossier`, or who stands in for them today."""
    is_theirs = dossier.reviewer_id == user.pk
    return (is_theirs or stands_in_for(user, dossier.reviewer_id)) and may_review(user, dossier)


def stands_in_for(user, officer: int | None) -> bool:
    """`user` has, today, the files of `officer` (its key), who is away."""
    may_stand_in = bool(officer) and user.has_perm("partnerships.review_dossier")
    return may_stand_in and officer in replaced_by(user)


def may_start(user, dossier: Dossier) -> bool:
    """Any reviewer; where the file was given to someone who is still there, that person, who
    stands in for them, or a lead reviewer.
    """
    if dossier.reviewer and dossier.reviewer.is_active:
        return is_reviewer_of(user, dossier) or may_lead(user, dossier)
    return may_review(user, dossier)


def may_remind(user, dossier: Dossier) -> bool:
    """Of the opinions asked on `dossier`: who instructs it now, and who asked for one of them."""
    return is_reviewer_of(user, dossier) or (
        may_review(user, dossier) and dossier.opinions.filter(asked_by=user.pk).exists()
    )


def may_lead(user, dossier: Dossier) -> bool:
    return user.has_perm("partnerships.lead_review") and may_review(user, dossier)


def needs_countersign(dossier: Dossier) -> bool:
    """Whether two people decide of a file of this kind."""
    return InstructionRule.objects.filter(kind=dossier.kind, needs_countersign=True).exists()


def may_countersign(user, dossier: Dossier) -> bool:
    """Who leads the review, and neither decided of `dossier` nor instructs it."""
    decided = dossier.decisions.standing().filter(decided_by=user.pk)
    return may_lead(user, dossier) and not is_reviewer_of(user, dossier) and not decided.exists()


def may_assign(user, dossier: Dossier) -> bool:
    """Who gives `dossier` to an officer: who has it in hand, or a lead reviewer."""
    return is_reviewer_of(user, dossier) or may_lead(user, dossier)


def may_manage(user, authority) -> bool:
    """Who answers the requests to join `authority`."""
    return _active(user).filter(authority=authority, role=MemberRole.MANAGER).exists()


def may_merge(user) -> bool:
    """Those who lead the review merge two records, undo it, and say that two are not the same.

    Every reviewer sees the probable duplicates. `is_side_of` keeps each from their own authority.
    """
    return user.is_active and user.has_perm("partnerships.lead_review")


def is_side_of(user, partnership: Partnership) -> bool:
    """Active member of a French authority of `partnership`."""
    return (
        _active(user).filter(authority__partnership_authorities__partnership=partnership).exists()
    )


def is_member_of(user, *authorities) -> bool:
    return _active(user).filter(authority__in=authorities).exists()


def may_suspend(user, partnership: Partnership) -> bool:
    """A reviewer takes a page from the public, and brings it back; never of their authority."""
    return (
        user.is_active
        and user.has_perm("partnerships.review_dossier")
        and not is_side_of(user, partnership)
    )


def may_correct(user, partnership: Partnership) -> bool:
    """Who may take a page from the public may mend a word of it."""
    return may_suspend(user, partnership)


@dataclass(frozen=True)
class OwnActs:
    """What someone may do to a public partnership, as a member of its authorities."""

    may_amend: bool = False
    may_confirm: bool = False
    may_claim: bool = False


def own_acts(user, partnership: Partnership) -> OwnActs:
    if not user.is_authenticated:
        return OwnActs()
    if partnership.is_imported:
        claimable = Partnership.objects.claimable_by(user).filter(pk=partnership.pk)
        return OwnActs(may_claim=claimable.exists())
    leads = _active(user).filter(authority=partnership.lead_authority_id).exists()
    return OwnActs(may_amend=leads, may_confirm=leads and may_confirm(user, partnership))


def may_confirm(user, partnership: Partnership) -> bool:
    """A member of the lead authority, of what it declared and what goes on."""
    confirmable = Partnership.objects.confirmable_by(user).filter(pk=partnership.pk)
    return user.is_active and confirmable.exists()
