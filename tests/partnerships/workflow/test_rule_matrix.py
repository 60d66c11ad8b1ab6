"""Predicates and querysets that express one rule agree, for every person and every dossier.

Those that share a queryset cannot differ. Those kept separate to save queries, or that go the
other way (whom a dossier concerns), are compared here row by row.
"""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from partnerships.models import (
    Action,
    BulkAct,
    BulkItemState,
    Dossier,
    DossierAuthority,
    DossierStatus,
    Invitation,
    LocalAuthorityMember,
    Message,
    Opinion,
    Visibility,
)
from partnerships.notifications.dossier import (
    co_members_of,
    countersigners_of,
    dossier_members,
    officers_of,
    writers_of,
)
from partnerships.permissions import (
    is_member,
    is_own,
    is_reviewer_of,
    may_answer_part,
    may_countersign,
    may_lead,
    may_manage,
    may_review,
    may_submit,
    may_write,
)
from partnerships.workflow.bulk.plan import prepare
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.officers.officers import AssignmentCheck
from partnerships.workflow.transitions import available_actions
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.decisions import two_people_decide
from tests.factories.dossiers import act, complete_buffer, dossier_in
from tests.factories.opinions import OpinionFactory

pytestmark = pytest.mark.django_db
PREDICATES = {
    is_member: "of_member",
    is_own: "own_of",
    may_submit: "submitted_by",
    may_write: "written_by",
    may_review: "reviewable_by",
    is_reviewer_of: "instructed_by",
    may_lead: "review_led_by",
    may_countersign: "countersignable_by",
}


def _people(member, co_authority):
    authority = member.authority
    people = {
        "member": member.user,
        "manager": MemberFactory(authority=authority, manager=True).user,
        "member of a co-authority": MemberFactory(authority=co_authority).user,
        "former member": MemberFactory(authority=authority, revoked=True).user,
        "pending member": MemberFactory(authority=authority, pending=True).user,
        "stranger": UserFactory(),
        "reviewer": reviewer(),
        "delegate": reviewer(),
        "other reviewer": reviewer(),
        "reviewer who enters": reviewer(),
        "leader": lead_reviewer(),
        "leader who decides": lead_reviewer(),
        "reviewer, member": MemberFactory(user=reviewer(), authority=authority).user,
        "leader, co-member": MemberFactory(user=lead_reviewer(), authority=co_authority).user,
        "leader whose account is closed": lead_reviewer(is_active=False),
    }
    AbsenceFactory(officer=people["reviewer"], delegate=people["delegate"])
    return people


def _entered(by, authority, member):
    dossier = create_dossier(authority, by, is_entered_by_officer=True)
    dossier.buffer = complete_buffer(dossier)
    dossier.save()
    return act(dossier, Action.SUBMIT, member.user)


def _dossiers(member, co_authority, people):
    """One dossier of each status, for two authorities, then the special cases."""
    two_people_decide()
    found = {
        status: dossier_in(status, member=member, officer=people["reviewer"])
        for status in (*DossierStatus, "discarded")
        if status != DossierStatus.CLOSED
    }
    for name in ("given", "archived", "erased"):
        found[name] = dossier_in("submitted", member=member)
    for name in ("countersigned", "closed"):
        found[name] = dossier_in("decided", member=member, officer=people["reviewer"])
        act(found[name], Action.COUNTERSIGN, people["leader"])
    act(found["closed"], Action.RELEASE, people["reviewer"])
    decides = people["leader who decides"]
    found["decided by a leader"] = dossier_in("decided", member=member, officer=decides)
    found["entered"] = _entered(people["reviewer who enters"], member.authority, member)
    for name in ("given", "decided by a leader"):
        Dossier.objects.filter(pk=found[name].pk).update(reviewer=people["reviewer"])
    now = timezone.now()
    Dossier.objects.filter(pk=found["archived"].pk).update(archived_at=now)
    Dossier.objects.filter(pk=found["erased"].pk).update(archived_at=now, erased_at=now)
    for dossier in found.values():
        DossierAuthority.objects.get_or_create(dossier=dossier, authority=co_authority)
    found["begun"] = create_dossier(member.authority, people["pending member"])
    return {name: Dossier.objects.get(pk=each.pk) for name, each in found.items()}


@pytest.fixture(scope="module")
def rows(shared_rows):
    member, co_authority = MemberFactory(), LocalAuthorityFactory()
    people = _people(member, co_authority)
    return SimpleNamespace(
        people=people,
        dossiers=_dossiers(member, co_authority, people),
        authorities=[member.authority, co_authority],
    )


def _officers(rows):
    return [each for each in rows.people.values() if each.has_perm("partnerships.review_dossier")]


def _keys(queryset):
    return set(queryset.order_by().values_list("pk", flat=True))


@pytest.mark.parametrize("predicate", PREDICATES, ids=lambda each: each.__name__)
def test_predicate_on_one_dossier_agrees_with_the_queryset(rows, predicate):
    found = set()

    for role, user in rows.people.items():
        many = _keys(getattr(Dossier.objects, PREDICATES[predicate])(user))
        for name, dossier in rows.dossiers.items():
            of_one = predicate(user, dossier)
            assert of_one == (dossier.pk in many), (role, name)
            found.add(of_one)

    assert found == {True, False}


def test_people_notified_of_a_dossier_are_those_who_may_open_it(rows):
    for name, dossier in rows.dossiers.items():
        members, writers = _keys(dossier_members(dossier)), _keys(writers_of(dossier))
        others, officers = _keys(co_members_of(dossier)), _keys(officers_of(dossier))
        to_countersign = _keys(countersigners_of(dossier))
        is_decided = dossier.decisions.needing_countersign().exists()
        for role, user in rows.people.items():
            if not user.is_active:
                continue
            writes = may_write(user, dossier)
            assert (user.pk in members) == is_own(user, dossier), (role, name)
            assert (user.pk in writers) == writes, (role, name)
            assert (user.pk in others) == (may_answer_part(user, dossier) and not writes)
            countersigns = is_decided and may_countersign(user, dossier)
            assert (user.pk in to_countersign) == countersigns, (role, name)
            if dossier.reviewer_id is None:
                assert (user.pk in officers) == may_lead(user, dossier), (role, name)


def test_officer_is_assigned_only_what_they_may_review(rows):
    assignment_check = AssignmentCheck(rows.dossiers.values(), rows.people.values())

    for role, user in rows.people.items():
        for name, dossier in rows.dossiers.items():
            if dossier.reviewer_id != user.pk:
                may = not assignment_check.refusal(user, dossier)
                assert may == may_review(user, dossier), (role, name)


def test_plan_of_many_dossiers_allows_what_each_alone_would(rows):
    deposited = [each for each in rows.dossiers.values() if each.submission_count]
    chosen = Dossier.objects.filter(pk__in=[each.pk for each in deposited])
    found = set()

    for user in _officers(rows):
        planned = {}
        for of_many in BulkAct:
            items = prepare(of_many, chosen, by=user).items.filter(state=BulkItemState.PLANNED)
            planned[of_many] = set(items.values_list("dossier", flat=True))
        for dossier in deposited:
            available = available_actions(dossier, user)
            for of_many, keys in planned.items():
                of_one = Action(of_many) in available
                assert (dossier.pk in keys) == of_one, (user, dossier.status, of_many)
                found.add((of_many, of_one))

    assert found == {(of_many, of_one) for of_many in BulkAct for of_one in (True, False)}


def test_opinions_and_internal_messages_are_open_to_reviewers(rows):
    for dossier in rows.dossiers.values():
        if dossier.submission_count:
            asked_by = rows.people["other reviewer"]
            OpinionFactory(dossier=dossier, asked_by=asked_by)
            Message.objects.create(
                dossier=dossier, author=asked_by, body="?", visibility=Visibility.INTERNAL
            )

    for user in _officers(rows):
        opinions = set(Opinion.objects.visible_to(user).values_list("dossier", flat=True))
        internal = Message.objects.visible_to(user).filter(visibility=Visibility.INTERNAL)
        messages = set(internal.values_list("dossier", flat=True))
        for name, dossier in rows.dossiers.items():
            may = bool(dossier.submission_count) and may_review(user, dossier)
            assert (dossier.pk in opinions) == (dossier.pk in messages) == may, (user, name)


def test_manager_of_an_authority_manages_its_members_and_invitations(rows):
    invitations = [
        Invitation.objects.create(
            authority=each, email=f"{each.key.lower()}@example.org", token_digest=each
        )
        for each in rows.authorities
    ]
    found = set()

    for user in rows.people.values():
        members = LocalAuthorityMember.objects.of_manager(user)
        managed = set(members.values_list("authority", flat=True))
        invited = set(Invitation.objects.of_manager(user).values_list("authority", flat=True))
        for invitation in invitations:
            may = may_manage(user, invitation.authority)
            key = invitation.authority_id
            assert (key in managed) == (key in invited) == may
            found.add(may)

    assert found == {True, False}
