"""Reports are answered by officers, and by members for their own pages; by nobody else."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partnerships.cleaning.merge import merge_authorities
from partnerships.models import Notification, OutboxMail, ReaderReport, ReaderReportStep
from partnerships.pages.members.personal_data import personal_parts
from partnerships.people.account_erasure import erase_account
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.partnerships import published
from tests.factories.reader_reports import ReaderReportFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
DESK = reverse("partnerships:report_desk")
OWN = reverse("partnerships:report_list")
WORKSPACE = reverse("partnerships:workspace")


def answer(client, by, report, status, text="", seen=0):
    client.force_login(by)
    return client.post(report.get_absolute_url(), {"status": status, "text": text, "seen": seen})


def steps():
    return list(ReaderReportStep.objects.values_list("status", "text", "by"))


@pytest.fixture
def member():
    return MemberFactory()


@pytest.fixture
def partnership(member):
    return published([member.authority], title="Lille et Oujda", summary="Un puits à Oujda.")


@pytest.fixture
def report(partnership):
    return ReaderReportFactory(
        partnership=partnership, email="moi@a.fr", email_confirmed_at=timezone.now()
    )


@pytest.mark.parametrize(
    ("status", "text", "closed"),
    [
        ("in_progress", "", False),
        ("corrected", "", True),
        ("refused", "La date est juste.", True),
        ("spam", "", True),
    ],
)
def test_officer_answers_and_it_is_written_who_and_when(client, report, status, text, closed):
    officer = reviewer()

    response = answer(client, officer, report, status, text)

    assert response.url == report.get_absolute_url()
    report.refresh_from_db()
    assert (report.status, report.closed_at is not None) == (status, closed)
    assert steps() == [(status, text, officer.pk)]
    page = text_of(client.get(report.get_absolute_url()))
    assert str(officer) in page
    assert text in page


@pytest.mark.parametrize(
    ("status", "text", "count"),
    [
        ("in_progress", "", 0),
        ("in_progress", "Nous cherchons.", 1),
        ("corrected", "", 1),
        ("refused", "Non.", 1),
        ("spam", "Du bruit.", 0),
    ],
)
def test_mail_says_what_became_of_it(client, report, status, text, count):
    answer(client, reviewer(), report, status, text)

    sent = OutboxMail.objects.filter(recipient="moi@a.fr")

    assert sent.count() == count
    assert all(text in mail.body and "Lille et Oujda" in mail.subject for mail in sent)


def test_without_a_confirmed_address_no_answer_leaves(client, partnership):
    for fields in ({}, {"email": "moi@a.fr", "link_expires_at": timezone.now()}):
        report = ReaderReportFactory(partnership=partnership, **fields)
        answer(client, reviewer(), report, "corrected", "Merci.")

    assert not OutboxMail.objects.exists()


def test_account_is_answered_in_the_portal_and_by_mail(client, partnership):
    person = UserFactory()
    report = ReaderReportFactory(partnership=partnership, sent_by=person)

    answer(client, reviewer(), report, "corrected", "Merci à vous.")

    assert "Merci à vous." in OutboxMail.objects.get(recipient=person.email).body
    assert Notification.objects.get(user=person).link == partnership.get_absolute_url()
    client.force_login(person)
    assert "Merci à vous." in text_of(client.get(OWN))


def test_closed_account_is_not_written_to(client, partnership):
    person = UserFactory(is_active=False)
    report = ReaderReportFactory(partnership=partnership, sent_by=person)

    answer(client, reviewer(), report, "corrected", "Merci.")

    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    ("status", "text", "sentence"),
    [
        ("refused", "  ", "pourquoi vous laissez"),
        ("corrected", "x" * 1001, "trop longue"),
        ("", "Mes mots.", "Choisissez ce que devient"),
        ("new", "Mes mots.", "Choisissez ce que devient"),
        ("publié", "Mes mots.", "Choisissez ce que devient"),
    ],
)
def test_refused_answer_keeps_its_words_and_changes_nothing(client, report, status, text, sentence):
    response = answer(client, reviewer(), report, status, text)

    assert response.status_code == 409
    page = text_of(response)
    assert sentence in page
    assert text in page
    assert steps() == []


def test_double_click_is_one_answer(client, report):
    officer = reviewer()

    for _click in range(2):
        assert answer(client, officer, report, "corrected", "Merci.").status_code == 302

    assert len(steps()) == 1
    assert OutboxMail.objects.filter(recipient="moi@a.fr").count() == 1


def test_page_opened_before_someone_answered_is_refused_with_its_words(client, report):
    answer(client, reviewer(), report, "in_progress")

    response = answer(client, reviewer(), report, "refused", "Mes mots.", seen=0)

    assert response.status_code == 409
    assert "Quelqu’un d’autre a répondu" in text_of(response)
    assert "Mes mots." in text_of(response)
    assert len(steps()) == 1


def test_closed_report_is_taken_up_by_officers_alone(client, member, report):
    answer(client, reviewer(), report, "corrected")

    assert answer(client, member.user, report, "in_progress", seen=1).status_code == 409
    assert answer(client, reviewer(), report, "in_progress", seen=1).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.closed_at) == ("in_progress", None)


def test_member_answers_for_their_own_partnership_and_never_sees_who_wrote(client, member, report):
    client.force_login(member.user)
    assert reverse("partnerships:report_list") in text_of(client.get(WORKSPACE))
    assert "Lille et Oujda" in text_of(client.get(OWN))
    page = text_of(client.get(report.get_absolute_url()))
    assert "Un puits à Oujda." in page
    assert "moi@a.fr" not in page
    assert 'value="spam"' not in page

    assert answer(client, member.user, report, "corrected", "Merci.").status_code == 302

    assert steps() == [("corrected", "Merci.", member.user.pk)]


def test_member_does_not_see_the_account_that_reported(client, member, partnership):
    person = UserFactory(first_name="Zoé", last_name="Kérébel")
    report = ReaderReportFactory(partnership=partnership, sent_by=person)
    client.force_login(member.user)

    page = text_of(client.get(report.get_absolute_url()))

    assert "Kérébel" not in page
    assert person.email not in page


def test_officer_finds_the_address_on_the_page_and_not_in_the_list(client, report):
    client.force_login(reviewer())

    assert "moi@a.fr" in text_of(client.get(report.get_absolute_url()))
    assert "moi@a.fr" not in text_of(client.get(DESK))


def test_member_may_not_set_aside_as_spam(client, member, report):
    assert answer(client, member.user, report, "spam").status_code == 409
    assert steps() == []


def test_spam_is_not_shown_to_members(client, member, report):
    answer(client, reviewer(), report, "spam")
    client.force_login(member.user)

    assert client.get(report.get_absolute_url()).status_code == 404
    assert "Lille et Oujda" not in text_of(client.get(f"{OWN}?etat=repondus"))


def other_people(member):
    return {
        "stranger": MemberFactory().user,
        "former": MemberFactory(authority=member.authority, revoked=True).user,
        "pending": MemberFactory(authority=member.authority, pending=True).user,
        "no member": UserFactory(),
    }


@pytest.mark.parametrize("role", ["stranger", "former", "pending", "no member"])
def test_report_of_another_is_not_there(client, member, report, role):
    user = other_people(member)[role]

    assert answer(client, user, report, "corrected").status_code == 404
    assert client.get(report.get_absolute_url()).status_code == 404
    assert "Lille et Oujda" not in text_of(client.get(OWN))
    assert client.get(DESK).status_code == 403
    assert steps() == []


def test_member_of_another_authority_of_the_partnership_does_not_answer(client, member):
    other = MemberFactory()
    partnership = published([member.authority, other.authority])
    report = ReaderReportFactory(partnership=partnership)

    assert answer(client, other.user, report, "corrected").status_code == 404


def test_report_on_an_authority_is_of_its_members(client, member):
    report = ReaderReportFactory(authority=member.authority)

    assert answer(client, member.user, report, "corrected").status_code == 302
    assert answer(client, MemberFactory().user, report, "corrected").status_code == 404


def test_report_on_the_site_is_of_officers_alone(client, member):
    report = ReaderReportFactory()

    assert answer(client, member.user, report, "corrected").status_code == 404
    assert answer(client, reviewer(), report, "corrected").status_code == 302


def test_reports_follow_their_authority_into_its_heir(client, member, partnership, report):
    heir = MemberFactory()
    on_authority = ReaderReportFactory(authority=member.authority)
    merge_authorities(member.authority, heir.authority, by=lead_reviewer(), source="Arrêté")

    for each in (report, on_authority):
        client.force_login(heir.user)
        assert client.get(each.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("is_officer", [True, False])
def test_nobody_answers_their_own_report(client, member, partnership, is_officer):
    user = reviewer() if is_officer else member.user
    report = ReaderReportFactory(partnership=partnership, sent_by=user)

    assert answer(client, user, report, "corrected").status_code == 404
    assert "Ce que devient ce signalement" not in text_of(client.get(report.get_absolute_url()))
    assert steps() == []


def test_member_corrects_by_an_amendment_and_officer_corrects_a_typing_error(
    client, member, partnership, report
):
    amend = reverse("partnerships:dossier_amend", args=[partnership.public_id])
    correct = reverse("partnerships:correction", args=[partnership.public_id])

    client.force_login(member.user)
    of_member = text_of(client.get(report.get_absolute_url()))
    client.force_login(reviewer())
    of_officer = text_of(client.get(report.get_absolute_url()))

    assert (amend in of_member, correct in of_member) == (True, False)
    assert (amend in of_officer, correct in of_officer) == (False, True)


def test_member_claims_an_imported_partnership_from_its_report(client, member):
    imported = published([member.authority], provenance="wikidata")
    report = ReaderReportFactory(partnership=imported)
    client.force_login(member.user)

    page = text_of(client.get(report.get_absolute_url()))

    assert reverse("partnerships:claim", args=[imported.public_id]) in page


def test_page_that_is_gone_is_said(client):
    report = ReaderReportFactory(subject_kind="partner", subject_key="x", subject_label="Ancien")
    client.force_login(reviewer())

    assert "Cette page n’existe plus." in text_of(client.get(report.get_absolute_url()))
    assert answer(client, reviewer(), report, "corrected").status_code == 302


def test_lists_part_what_waits_from_what_is_answered(client, partnership, report):
    ReaderReportFactory(partnership=published(title="Déjà vu"), text="Autre")
    done = ReaderReport.objects.get(subject_label="Déjà vu")
    answer(client, reviewer(), done, "corrected")

    waiting, answered = text_of(client.get(DESK)), text_of(client.get(f"{DESK}?etat=repondus"))

    assert ("Lille et Oujda" in waiting, "Déjà vu" in waiting) == (True, False)
    assert ("Lille et Oujda" in answered, "Déjà vu" in answered) == (False, True)


def test_empty_lists_say_so(client):
    client.force_login(reviewer())

    assert "Rien à traiter" in text_of(client.get(DESK))
    assert "Aucun signalement répondu" in text_of(client.get(f"{DESK}?etat=repondus"))
    assert "Rien à traiter" in text_of(client.get(OWN))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "expected"), [(DESK, 6), (OWN, 8)])
def test_lists_cost_the_same_whatever_they_hold(
    client, member, count, address, expected, django_assert_num_queries
):
    for _rank in range(count):
        ReaderReportFactory(authority=member.authority)
        ReaderReportFactory(sent_by=member.user)
    client.force_login(reviewer() if address == DESK else member.user)

    with django_assert_num_queries(expected):
        client.get(address)


def test_export_holds_what_the_person_sent_and_answered(client, member, report):
    sent = ReaderReportFactory(sent_by=member.user)
    answer(client, member.user, report, "corrected", "Merci.")

    parts = dict(personal_parts(member.user))

    assert [each["texte"] for each in parts["signalements.json"]] == [sent.text]
    assert [each["texte"] for each in parts["signalements-traites.json"]] == ["Merci."]


def test_export_does_not_hold_what_an_unproved_address_sent(client):
    person = UserFactory(email="moi@a.fr")
    ReaderReportFactory(email="moi@a.fr", link_expires_at=timezone.now())

    assert dict(personal_parts(person))["signalements.json"] == []


def test_erased_account_leaves_no_name_nor_address_in_reports(client, partnership):
    person = UserFactory(first_name="Zoé", last_name="Kérébel", email="zoe@a.fr")
    sent = ReaderReportFactory(partnership=partnership, sent_by=person, text="Zoé Kérébel dit non.")
    by_mail = ReaderReportFactory(email="zoe@a.fr", email_confirmed_at=timezone.now())

    erase_account(person, by=person)

    sent.refresh_from_db()
    by_mail.refresh_from_db()
    assert "Kérébel" not in sent.text
    assert (by_mail.email, by_mail.email_confirmed_at) == ("", None)


def test_refusal_without_a_reason_is_no_row(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        report.steps.create(status="refused", text="", by=None)


def test_administration_shows_reports_without_addresses(admin_client, report):
    report.steps.create(status="in_progress", text="Vu.", by=reviewer())
    address = reverse("admin:partnerships_readerreport_change", args=[report.pk])

    page = text_of(admin_client.get(address))

    assert report.text in page
    assert "Vu." in page
    assert "moi@a.fr" not in page
    assert admin_client.post(address, {"status": "spam"}).status_code == 403


@pytest.mark.parametrize("role", ["lead", "officer"])
def test_desk_of_officers_says_how_many_wait(client, report, role):
    client.force_login(lead_reviewer() if role == "lead" else reviewer())

    assert "1 erreur signalée attend une réponse" in text_of(client.get("/instruction/"))
