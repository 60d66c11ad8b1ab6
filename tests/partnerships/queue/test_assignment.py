"""Assigning a dossier to another officer: who may, to whom, who is notified."""

import pytest
from django.urls import reverse

from partnerships.models import Action, Dossier, DossierStatus, OutboxMail
from partnerships.workflow.officers.assignment import assign_dossier
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in

pytestmark = pytest.mark.django_db


def give(client, by, dossier, to, **data):
    client.force_login(by)
    data = {"to": getattr(to, "pk", to), "seen": dossier.last_sequence, **data}
    address = reverse("partnerships:assign", args=[dossier.uuid])
    response = client.post(address, data, follow=True)
    dossier.refresh_from_db()
    return response


def mails():
    return {mail.recipient: mail for mail in OutboxMail.objects.filter(cause__endswith="assign")}


def test_submitted_dossier_is_assigned_and_not_started(client):
    dossier, to = dossier_in("submitted"), reviewer()

    give(client, lead_reviewer(), dossier, to)

    assert (dossier.status, dossier.reviewer) == (DossierStatus.SUBMITTED, to)
    assert set(mails()) == {to.email}
    with pytest.raises(NotAllowed):
        act(dossier, Action.START_REVIEW, reviewer())
    assert act(dossier, Action.START_REVIEW, to).status == "under_review"


def test_reviewer_reassigns_their_dossier_and_both_officers_are_notified_once(client):
    dossier, to, leader = dossier_in("under_review"), reviewer(), lead_reviewer()
    before = dossier.reviewer

    give(client, before, dossier, to)
    give(client, before, dossier, to, seen=dossier.last_sequence - 1)

    assert dossier.reviewer == to
    assert set(mails()) == {to.email}
    give(client, leader, dossier, before)
    assert set(mails()) == {to.email, before.email}
    assert OutboxMail.objects.filter(cause__endswith="assign").count() == 3
    assert f"→ {before}" in OutboxMail.objects.filter(recipient=to.email).last().body


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda dossier: reviewer(is_active=False), "n’a plus de compte actif"),
        (lambda dossier: UserFactory(), "n’instruit pas de dossiers"),
        (
            lambda dossier: MemberFactory(authority=dossier.lead_authority, user=reviewer()).user,
            "est membre d’une collectivité de ce dossier",
        ),
        (lambda dossier: dossier.reviewer, "a déjà ce dossier"),
    ],
    ids=["inactive", "not an officer", "member", "has it"],
)
def test_dossier_is_not_assigned_to_someone_who_may_not_review_it(client, make, words):
    dossier = dossier_in("under_review")
    before, to = dossier.reviewer, make(dossier)

    response = give(client, lead_reviewer(), dossier, to)

    assert words in response.content.decode()
    assert dossier.reviewer == before
    assert mails() == {}


def test_dossier_is_never_assigned_to_the_officer_who_entered_it():
    dossier, officer = dossier_in("submitted"), reviewer()
    Dossier.objects.filter(pk=dossier.pk).update(is_entered_by_officer=True, created_by=officer)

    with pytest.raises(Refused, match="a saisi ce dossier"):
        act(dossier, Action.ASSIGN, lead_reviewer(), to=officer)


def test_page_offers_only_those_who_may_review_the_dossier(client):
    dossier = dossier_in("under_review")
    able, member = reviewer(), reviewer()
    MemberFactory(authority=dossier.lead_authority, user=member)
    gone, stranger = reviewer(is_active=False), UserFactory()
    client.force_login(dossier.reviewer)
    page = reverse("partnerships:review_detail", args=[dossier.uuid])

    choices = client.get(page).context["page"].assignment.choices

    assert [officer for officer, _note in choices] == [able]
    client.force_login(able)
    assert "Confier l’instruction" not in client.get(page).content.decode()
    assert {member, gone, stranger} & {officer for officer, _note in choices} == set()


def test_outdated_page_assigns_nothing(client):
    dossier, leader = dossier_in("under_review"), lead_reviewer()
    first, second = reviewer(), reviewer()
    seen = dossier.last_sequence

    give(client, leader, dossier, first)
    response = give(client, leader, dossier, second, seen=seen)

    assert f"vient d’être confié à {first}" in response.content.decode()
    assert dossier.reviewer == first
    with pytest.raises(Refused):
        assign_dossier(dossier, by=lead_reviewer(), to=second, seen=seen)


@pytest.mark.parametrize("key", ["", "x", "\x00", "9" * 30])
def test_assignment_without_a_person_is_refused(client, key):
    dossier = dossier_in("submitted")

    response = give(client, lead_reviewer(), dossier, key)

    assert "Choisissez à qui confier" in response.content.decode()


def test_officer_who_is_a_member_of_the_authority_is_told_why_they_cannot_assign(client):
    dossier = dossier_in("submitted")
    officer = MemberFactory(authority=dossier.lead_authority, user=reviewer()).user
    client.force_login(officer)

    page = client.get(reverse("partnerships:review_detail", args=[dossier.uuid]), follow=True)

    assert "Vous êtes membre d’une collectivité de ce dossier" in page.content.decode()
    assert give(client, officer, dossier, reviewer()).status_code == 404


def test_assignment_does_not_make_the_depositor_s_page_outdated():
    dossier = dossier_in("changes_requested")
    seen = dossier.last_sequence
    act(dossier, Action.ASSIGN, lead_reviewer(), to=reviewer())

    dossier = perform(Action.SUBMIT, dossier, by=dossier.created_by, seen=seen)

    assert dossier.status == "submitted"


def test_authority_is_reminded_once_a_day():
    dossier = dossier_in("changes_requested")

    act(dossier, Action.REMIND_AUTHORITY, dossier.reviewer)
    with pytest.raises(Refused, match="déjà été relancée"):
        act(dossier, Action.REMIND_AUTHORITY, dossier.reviewer)

    sent = OutboxMail.objects.filter(cause__endswith="remind_authority")
    assert [mail.recipient for mail in sent] == [dossier.created_by.email]
