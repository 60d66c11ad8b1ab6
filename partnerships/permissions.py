"""Who may act. Who may read is in the querysets.

A rule that a queryset tells of many rows is asked of one through it, so that it is told once.
"""

from dataclasses import dataclass

from django.db.models import Model, QuerySet

from partnerships.models import (
    Dossier,
    DossierAuthority,
    InstructionRule,
    LocalAuthorityMember,
    Partnership,
    hands_of,
)


def _includes(rows: QuerySet, row: Model) -> bool:
    return rows.filter(pk=row.pk).exists()


def is_member(user, dossier: Dossier) -> bool:
    """Active member of one of the authorities of `dossier`."""
    return _includes(Dossier.objects.of_member(user), dossier)


def is_own(user, dossier: Dossier) -> bool:
    """On the side of its authorities: one of their members, or the officer who entered it."""
    return _includes(Dossier.objects.own_of(user), dossier)


def may_answer_part(user, dossier: Dossier) -> bool:
    """Member of another authority of `dossier` than the lead: who confirms or declines its part."""
    return DossierAuthority.objects.answerable_by(user).filter(dossier=dossier).exists()


def may_submit(user, dossier: Dossier) -> bool:
    """Who writes and deposits."""
    return _includes(Dossier.objects.written_by(user), dossier)


def may_hand_over(user, dossier: Dossier) -> bool:
    """Who is in charge, a manager, or any colleague where no one is."""
    if dossier.in_charge_id in (None, user.pk):
        return is_member_of(user, dossier.lead_authority_id)
    return may_manage(user, dossier.lead_authority_id)


def may_review(user, dossier: Dossier) -> bool:
    """A reviewer, but never of a file of their own authority, nor of one they entered."""
    return _includes(Dossier.objects.reviewable_by(user), dossier)


def acts_for(user, officer: int | None) -> bool:
    """`user` instructs, today, the files of `officer` (its key): themselves, or who is away."""
    return officer is not None and officer in hands_of(user)


def is_reviewer_of(user, dossier: Dossier) -> bool:
    """The reviewer of `dossier`, or who stands in for them today.

    Made of the two parts of `Dossier.objects.in_hands_of`, and not of it, so that the absences
    are not read for a file that is one's own.
    """
    return acts_for(user, dossier.reviewer_id) and may_review(user, dossier)


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
    return _includes(Dossier.objects.review_led_by(user), dossier)


def needs_countersign(dossier: Dossier) -> bool:
    """Whether two people decide of a file of this kind."""
    return InstructionRule.objects.needing_countersign().filter(kind=dossier.kind).exists()


def may_countersign(user, dossier: Dossier) -> bool:
    """Who leads the review, and neither decided of `dossier` nor instructs it."""
    return _includes(Dossier.objects.countersignable_by(user), dossier)


def may_assign(user, dossier: Dossier) -> bool:
    """Who gives `dossier` to an officer: who has it in hand, or a lead reviewer."""
    return is_reviewer_of(user, dossier) or may_lead(user, dossier)


def may_manage(user, authority) -> bool:
    """Who answers the requests to join `authority`."""
    managing = LocalAuthorityMember.objects.active_of(user).managers()
    return managing.filter(authority=authority).exists()


def may_merge(user) -> bool:
    """Those who lead the review merge two records, undo it, and say that two are not the same.

    Every reviewer sees the probable duplicates. `is_side_of` keeps each from their own authority.
    """
    return user.is_active and user.has_perm("partnerships.lead_review")


def is_side_of(user, partnership: Partnership) -> bool:
    """Active member of a French authority of `partnership`."""
    return _includes(Partnership.objects.of_member(user), partnership)


def is_member_of(user, *authorities) -> bool:
    return LocalAuthorityMember.objects.active_of(user).filter(authority__in=authorities).exists()


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
        return OwnActs(may_claim=_includes(Partnership.objects.claimable_by(user), partnership))
    leads = _includes(Partnership.objects.led_by(user), partnership)
    return OwnActs(may_amend=leads, may_confirm=leads and may_confirm(user, partnership))


def may_confirm(user, partnership: Partnership) -> bool:
    """A member of the lead authority, of what it declared and what goes on."""
    return user.is_active and _includes(Partnership.objects.confirmable_by(user), partnership)
