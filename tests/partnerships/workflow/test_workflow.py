import pytest
from django.db import transaction

from partnerships.models import Action, LocalAuthorityMember, MemberStatus, OutboxMail
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.messages import post_message
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Invalid, NotAllowed, Refused
from partnerships.workflow.transitions import available_actions
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, changed_amendment, complete_buffer, dossier_in

pytestmark = pytest.mark.django_db


def test_an_inactive_person_may_do_nothing():
    member = MemberFactory()
    dossier = dossier_in("draft", member=member)
    member.user.is_active = False

    with pytest.raises(NotAllowed):
        act(dossier, Action.SUBMIT, member.user)


def test_submit_twice_deposits_once():
    member = MemberFactory()
    dossier = dossier_in("draft", member=member)

    for _click in range(2):
        perform(Action.SUBMIT, dossier, by=member.user, seen=1)

    assert dossier.submissions.count() == 1
    assert OutboxMail.objects.filter(recipient=member.user.email).count() == 1


def test_submit_of_an_incomplete_dossier_says_what_is_missing():
    member = MemberFactory()
    dossier = create_dossier(member.authority, member.user)

    with pytest.raises(Invalid) as refusal:
        act(dossier, Action.SUBMIT, member.user)

    assert "title" in [error.path for error in refusal.value.errors]
    dossier.refresh_from_db()
    assert dossier.status == "draft"
    assert dossier.last_sequence == 1


def test_outdated_page_is_refused():
    officer, other = reviewer(), reviewer()
    dossier = dossier_in("submitted")
    seen = dossier.last_sequence
    perform(Action.START_REVIEW, dossier, by=officer, seen=seen)

    with pytest.raises(Refused):
        perform(Action.START_REVIEW, dossier, by=other, seen=seen)

    dossier.refresh_from_db()
    assert dossier.reviewer == officer


def test_accept_twice_decides_and_mails_once():
    dossier = dossier_in("under_review")
    seen = dossier.last_sequence

    for _click in range(2):
        perform(Action.ACCEPT, dossier, by=dossier.reviewer, seen=seen, grounds="Conforme.")

    assert dossier.decisions.count() == 1
    assert OutboxMail.objects.filter(cause__endswith="release").count() == 1


def test_accept_after_a_rejection_on_another_tab_is_refused():
    dossier = dossier_in("under_review")
    seen = dossier.last_sequence
    perform(Action.REJECT, dossier, by=dossier.reviewer, seen=seen, grounds="Hors champ.")

    with pytest.raises(Refused):
        perform(Action.ACCEPT, dossier, by=dossier.reviewer, seen=seen, grounds="Conforme.")

    dossier.refresh_from_db()
    assert dossier.partnership is None


@pytest.mark.parametrize(
    ("action", "details"),
    [
        (Action.REQUEST_CHANGES, {"messages": [("title", " \x00 ")]}),
        (Action.REQUEST_CHANGES, {"messages": []}),
        (Action.REQUEST_CHANGES, {"messages": [("", "a" * 10_001)]}),
        (Action.ACCEPT, {"grounds": "  "}),
        (Action.REJECT, {"grounds": "\x00"}),
    ],
)
def test_missing_detail_is_asked_for(action, details):
    dossier = dossier_in("under_review")
    before = dossier.last_sequence

    with pytest.raises(Refused), transaction.atomic():
        act(dossier, action, dossier.reviewer, **details)

    dossier.refresh_from_db()
    assert dossier.status == "under_review"
    assert dossier.last_sequence == before


def test_release_on_an_outdated_base_keeps_the_dossier_under_review():
    member, officer = MemberFactory(), reviewer()
    first = dossier_in("closed", member=member, officer=officer)
    amendment = create_amendment(first.partnership, member.user)
    amendment.base_version = None
    amendment.save()
    amendment = act(amendment, Action.SUBMIT, member.user)
    amendment = act(amendment, Action.START_REVIEW, officer)

    with pytest.raises(Refused):
        act(amendment, Action.ACCEPT, officer, grounds="Conforme.")

    amendment.refresh_from_db()
    assert amendment.status == "under_review"
    assert amendment.decisions.count() == 0


def test_rebase_merges_what_was_published_and_keeps_both_texts():
    member, officer = MemberFactory(), reviewer()
    first = dossier_in("closed", member=member, officer=officer)
    partnership = first.partnership
    mine = create_amendment(partnership, member.user)
    mine.buffer = {**mine.buffer, "title": "Mon titre", "objectives": "Mes objectifs"}
    mine = act_and_discard(mine, member)
    theirs = create_amendment(partnership, member.user)
    theirs.buffer = {**theirs.buffer, "title": "Leur titre", "summary": "Leur résumé"}
    theirs.save()
    act(theirs, Action.SUBMIT, member.user)
    act(theirs, Action.START_REVIEW, officer)
    act(theirs, Action.ACCEPT, officer, grounds="Conforme.")
    mine = act(mine, Action.RESTORE, member.user)

    mine = act(mine, Action.REBASE, member.user)

    assert mine.base_version == theirs.partnership.versions.get(number=2)
    assert mine.buffer["summary"] == "Leur résumé"
    assert mine.buffer["objectives"] == "Mes objectifs"
    assert {mine.buffer["title"], mine.buffer["conflict.title"]} == {"Mon titre", "Leur titre"}


def act_and_discard(dossier, member):
    dossier.save()
    return act(dossier, Action.DISCARD, member.user)


def test_reopening_a_dossier_replaced_by_a_newer_one_is_not_offered():
    member, officer = MemberFactory(), reviewer()
    first = dossier_in("closed", member=member, officer=officer)
    amendment = changed_amendment(first.partnership, member.user)
    act(amendment, Action.SUBMIT, member.user)
    act(amendment, Action.START_REVIEW, officer)
    amendment = act(amendment, Action.ACCEPT, officer, grounds="Conforme.")
    leader = lead_reviewer()

    first.refresh_from_db()

    assert available_actions(first, leader) == []
    assert available_actions(amendment, leader) == [Action.REOPEN, Action.CORRECT]


def test_reopen_then_accept_publishes_the_next_version():
    leader = lead_reviewer()
    dossier = dossier_in("closed")

    dossier = act(dossier, Action.REOPEN, leader, reason="Erreur signalée.")
    dossier = act(dossier, Action.ACCEPT, leader, grounds="Vérifié.")

    assert dossier.partnership.versions.count() == 2
    assert dossier.decisions.standing().get().grounds == "Vérifié."


def test_members_create_dossiers_and_officers_do_on_their_behalf():
    member, officer = MemberFactory(), reviewer()

    with pytest.raises(NotAllowed):
        create_dossier(member.authority, UserFactory())
    with pytest.raises(NotAllowed):
        create_dossier(member.authority, officer)
    with pytest.raises(NotAllowed):
        create_dossier(member.authority, member.user, is_entered_by_officer=True)
    entered = create_dossier(member.authority, officer, is_entered_by_officer=True)

    assert entered.is_entered_by_officer
    assert available_actions(entered, officer) == [Action.SUBMIT, Action.DISCARD, Action.SHARE]


def test_officer_who_entered_a_dossier_does_not_review_it():
    officer = reviewer()
    dossier = create_dossier(LocalAuthorityFactory(), officer, is_entered_by_officer=True)
    dossier.buffer = complete_buffer(dossier)
    dossier.save()
    dossier = act(dossier, Action.SUBMIT, officer)

    assert available_actions(dossier, officer) == [Action.WITHDRAW, Action.ANSWER_REQUEST]
    assert available_actions(dossier, reviewer()) == [Action.START_REVIEW]


def test_creating_twice_with_one_uuid_makes_one_dossier():
    member = MemberFactory()
    first = create_dossier(member.authority, member.user)

    again = create_dossier(member.authority, member.user, uuid=first.uuid)

    assert again == first


def test_references_are_consecutive():
    member = MemberFactory()

    references = [create_dossier(member.authority, member.user).reference for _rank in range(3)]

    assert [int(reference[-6:]) for reference in references] == [1, 2, 3]


def test_messages_reach_only_those_they_are_for():
    dossier = dossier_in("under_review")
    member = LocalAuthorityMember.objects.get(status=MemberStatus.ACTIVE)
    post_message(dossier, by=dossier.reviewer, body="Note entre nous", visibility="internal")
    post_message(dossier, by=dossier.reviewer, body="Bonjour", visibility="shared")

    bodies = [message.body for message in dossier.messages.visible_to(member.user)]

    assert bodies == ["Bonjour"]
    assert not OutboxMail.objects.filter(body__contains="Note entre nous").exists()
    with pytest.raises(NotAllowed):
        post_message(dossier, by=member.user, body="?", visibility="internal")
    with pytest.raises(NotAllowed):
        post_message(dossier, by=UserFactory(), body="?", visibility="shared")
