"""Drafts and deposits of a spreadsheet: once each, whatever happens in the middle."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.document.buffer import editing
from partnerships.models import (
    Dossier,
    Notification,
    OutboxMail,
    RowAct,
    RowState,
    SpreadsheetDraft,
    SpreadsheetImport,
)
from partnerships.pages.spreadsheets.deposit import ask_deposit
from partnerships.pages.spreadsheets.drafts import ask
from partnerships.pages.spreadsheets.tasks import do_what_is_asked
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.killing import Killed, killed_at
from tests.factories.roles import text_of
from tests.factories.spreadsheets import address, checked, choose, drafts_of, row
from tests.partnerships.workflow.test_races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture
def member(signed_in, member):
    return member


def test_drafts_are_made_for_the_chosen_rows_alone(client, member):
    spreadsheet = checked(member, [row(1), row(2), row(2, Titre="Répété")])
    _first, second, faulty = spreadsheet.rows.order_by("line")

    choose(client, spreadsheet, [second, faulty])

    dossier = Dossier.objects.get()
    assert (dossier.title, dossier.status) == ("Jumelage 2", "draft")
    assert dossier.buffer["contact.email"] == member.user.email
    assert dossier.created_by == member.user
    second.refresh_from_db()
    assert (second.state, second.dossier, second.outcome) == (
        RowState.KNOWN,
        dossier,
        "Brouillon créé.",
    )


def test_rows_of_another_import_are_not_chosen(client, member):
    mine = checked(member, [row(1)])
    other = checked(MemberFactory(), [row(2)])

    choose(client, mine, other.rows.all())

    assert Dossier.objects.count() == 0


@pytest.mark.parametrize("content", [{"row": ["", "x", "9" * 30, "-1", "1\x00"]}, {}])
def test_a_choice_that_no_page_sends_makes_nothing(client, member, content):
    spreadsheet = checked(member, [row(1)])

    response = client.post(address(spreadsheet, "drafts"), content)

    assert response.status_code == 302
    assert Dossier.objects.count() == 0


def test_the_same_file_and_the_same_page_sent_again_make_nothing(client, member):
    spreadsheet = drafts_of(client, member, [row(1), row(2)])
    choose(client, spreadsheet)

    again = drafts_of(client, member, [row(2), row(1)])

    assert Dossier.objects.count() == 2
    assert [each.state for each in again.rows.all()] == [RowState.KNOWN] * 2
    assert "Brouillon" in text_of(client.get(again.get_absolute_url()))


def test_two_files_read_before_either_made_its_drafts_make_them_once(client, member):
    one, other = checked(member, [row(1)]), checked(member, [row(1)])

    choose(client, one)
    choose(client, other)

    assert Dossier.objects.count() == 1
    assert other.rows.get().outcome.startswith("Déjà au portail")


def test_the_same_reference_of_another_authority_is_another_row(client, member):
    drafts_of(client, member, [row(1)])
    other = MemberFactory()
    client.force_login(other.user)

    drafts_of(client, other, [row(1)])

    assert Dossier.objects.count() == 2


def test_killed_in_the_middle_it_is_resumed_and_nothing_is_made_twice(client, member):
    spreadsheet = checked(member, [row(number) for number in range(4)])
    ask(spreadsheet.rows.all(), spreadsheet, RowAct.DRAFT)
    with pytest.raises(Killed), killed_at('INSERT INTO "partnerships_spreadsheetdraft"', 3):
        do_what_is_asked.func(spreadsheet.pk, member.user.pk)
    made = set(Dossier.objects.values_list("pk", flat=True))
    SpreadsheetImport.objects.update(advanced_at=timezone.now() - timedelta(minutes=2))

    page = text_of(client.get(spreadsheet.get_absolute_url()))
    client.post(address(spreadsheet, "resume"))

    assert len(made) == 2
    assert "En cours : 2 sur 4" in page
    assert "Reprendre" in page
    assert made < set(Dossier.objects.values_list("pk", flat=True))
    assert Dossier.objects.count() == SpreadsheetDraft.objects.count() == 4


def test_a_changed_row_brings_its_draft_up_to_date_and_loses_nothing(client, member):
    drafts_of(client, member, [row(1)])
    dossier = Dossier.objects.get()
    with editing(dossier, member.user) as buffer:
        buffer["summary"] = "Écrit dans le formulaire."
        buffer["objectives"] = "Écrits dans le formulaire."

    changed = checked(member, [row(1, Titre="Nouveau titre", Résumé="Changé.")])
    assert changed.rows.get().state == RowState.CHANGED
    choose(client, changed)

    dossier.refresh_from_db()
    assert dossier.title == "Nouveau titre"
    assert dossier.buffer["summary"] == "Écrit dans le formulaire."
    assert dossier.buffer["conflict.summary"] == "Changé."
    assert dossier.buffer["objectives"] == "Écrits dans le formulaire."
    assert Dossier.objects.count() == 1


def test_changed_row_of_a_deposited_dossier_changes_nothing(client, member):
    spreadsheet = drafts_of(client, member, [row(1)])
    changed = checked(member, [row(1, Titre="Trop tard")])
    choose(client, spreadsheet, act="deposit")

    choose(client, changed)
    later = checked(member, [row(1, Titre="Trop tard")])

    assert Dossier.objects.get().title == "Jumelage 1"
    assert changed.rows.get().is_refused
    assert later.rows.get().state == RowState.KNOWN


def test_a_former_member_makes_nothing_of_what_they_asked(client, member):
    spreadsheet = checked(member, [row(1)])
    ask(spreadsheet.rows.all(), spreadsheet, RowAct.DRAFT)
    member.status = "revoked"
    member.save()

    do_what_is_asked.func(spreadsheet.pk, member.user.pk)

    assert Dossier.objects.count() == 0
    assert spreadsheet.rows.get().outcome == "Vous n’êtes plus membre de cette collectivité."


def test_deposit_reports_what_is_missing_and_deposits_the_others(client, member):
    rows = [row(1), row(2, Résumé=""), row(3)]
    spreadsheet = drafts_of(client, member, rows)

    page = text_of(client.get(address(spreadsheet, "deposit")))
    choose(client, spreadsheet, act="deposit")

    assert "2 dossiers complets" in page
    assert "1 dossier à compléter d’abord" in page
    assert "verifier=1#champ-summary" in page
    statuses = Dossier.objects.order_by("title").values_list("status", flat=True)
    assert list(statuses) == ["submitted", "draft", "submitted"]
    refused = spreadsheet.rows.get(is_refused=True)
    assert refused.outcome == "Un point est à compléter avant de déposer."


def test_each_person_gets_one_mail_for_all_the_deposits(client, member):
    colleague = MemberFactory(authority=member.authority)
    co_authority = MemberFactory(authority=LocalAuthorityFactory(name="Loos"))
    lead, officer = lead_reviewer(), reviewer()
    own_lead = MemberFactory(user=lead_reviewer(), authority=member.authority).user
    stranger = MemberFactory()
    rows = [row(1), row(2, **{"Autres collectivités françaises": "Loos"}), row(3)]
    spreadsheet = drafts_of(client, member, rows)

    choose(client, spreadsheet, act="deposit")
    choose(client, spreadsheet, act="deposit")

    assert Notification.objects.get(user=lead).event == "deposit_officer"
    people = [member.user, colleague.user, co_authority.user, own_lead]
    mails = OutboxMail.objects.all()
    assert sorted(mail.recipient for mail in mails) == sorted(person.email for person in people)
    bodies = {mail.recipient: mail.body for mail in mails}
    assert all(f"Jumelage {n}" in bodies[colleague.user.email] for n in (1, 2, 3))
    assert "Jumelage 2" in bodies[co_authority.user.email]
    assert "Jumelage 1" not in bodies[co_authority.user.email]
    assert not {officer.email, stranger.user.email} & set(bodies)


def test_deposit_killed_in_the_middle_is_resumed_and_told_once(client, member):
    spreadsheet = drafts_of(client, member, [row(number) for number in range(4)])
    ask_deposit(spreadsheet, list(spreadsheet.rows.values_list("pk", flat=True)))
    with pytest.raises(Killed), killed_at('INSERT INTO "partnerships_submission"', 3):
        do_what_is_asked.func(spreadsheet.pk, member.user.pk)
    assert OutboxMail.objects.count() == 0

    client.post(address(spreadsheet, "resume"))

    assert Dossier.objects.filter(status="submitted", submission_count=1).count() == 4
    mail = OutboxMail.objects.get(recipient=member.user.email)
    assert all(f"Jumelage {number}" in mail.body for number in range(4))


def test_dossier_changed_since_its_deposit_was_requested_is_refused_alone(client, member):
    spreadsheet = drafts_of(client, member, [row(1), row(2)])
    ask_deposit(spreadsheet, list(spreadsheet.rows.values_list("pk", flat=True)))
    first = spreadsheet.rows.order_by("line")[0]
    client.post(
        reverse("partnerships:dossier_action", args=[first.dossier.uuid, "discard"]), {"seen": 1}
    )

    do_what_is_asked.func(spreadsheet.pk, member.user.pk)

    assert Dossier.objects.filter(status="submitted").count() == 1
    assert spreadsheet.rows.get(is_refused=True).pk == first.pk


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_confirmed_by_two_at_once_makes_each_draft_once():
    member = MemberFactory()
    one = checked(member, [row(number) for number in range(5)])
    other = checked(member, [row(number) for number in range(5)])
    for spreadsheet in (one, other):
        ask(spreadsheet.rows.all(), spreadsheet, RowAct.DRAFT)

    acts = [lambda s=s: do_what_is_asked.func(s.pk, member.user.pk) for s in (one, one, other)]
    at_once(acts)

    assert Dossier.objects.count() == SpreadsheetDraft.objects.count() == 5
    for spreadsheet in (one, other):
        assert set(spreadsheet.rows.values_list("state", "is_refused")) == {("known", False)}
