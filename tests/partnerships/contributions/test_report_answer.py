"""Reports are answered by officers, and by members for their own pages; by nobody else."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Notification, OutboxMail, ReaderReport
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of
from tests.partnerships.contributions.reports import ReaderReportFactory, answer, steps

pytestmark = pytest.mark.django_db
DESK = reverse("partnerships:report_desk")
OWN = reverse("partnerships:report_list")


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
        ("corrected", "x" * 1001, "raccourcissez"),
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


@pytest.mark.parametrize("kind", ["authority", "partner"])
def test_page_of_a_profile_is_shown_beside(client, kind):
    fields = {"website": "https://exemple.fr/", "source": "Liste officielle"}
    if kind == "authority":
        row = LocalAuthorityFactory(**fields)
        report = ReaderReportFactory(authority=row)
    else:
        row = InternationalPartnerFactory(**fields)
        report = ReaderReportFactory(subject_kind="partner", subject_key=str(row.uuid))
    client.force_login(reviewer())

    page = text_of(client.get(report.get_absolute_url()))

    assert "La page publique aujourd’hui" in page
    assert "Liste officielle" in page
    assert f'href="{row.get_absolute_url()}"' in page


@pytest.mark.parametrize("kind", ["authority", "region"])
def test_administrator_corrects_what_curators_edit(client, kind):
    row = LocalAuthorityFactory()
    key = row.key if kind == "authority" else row.region.code
    report = ReaderReportFactory(subject_kind=kind, subject_key=key)
    address = reverse("admin:partnerships_localauthority_change", args=[row.pk])

    for user, may in (
        (reviewer(), False),
        (UserFactory(is_staff=True, is_superuser=True), kind == "authority"),
    ):
        client.force_login(user)
        assert (address in text_of(client.get(report.get_absolute_url()))) == may


def test_curator_corrects_a_proposition_in_the_workshop(client):
    ProposalFactory(number=5)
    report = ReaderReportFactory(subject_kind="proposal", subject_key="5")
    address = reverse("proposals:workshop_proposal", args=[5])

    for codenames, may in (
        (["review_dossier"], False),
        (["review_dossier", "curate_proposals"], True),
    ):
        client.force_login(UserFactory(codenames=codenames))
        text = text_of(client.get(report.get_absolute_url()))
        assert (f'href="{address}"' in text) == may
        assert "Corriger dans l’administration" not in text


def test_answer_written_while_the_session_ended_waits_for_its_author(client, report):
    officer, other = reviewer(), reviewer()
    sent = {"status": "corrected", "text": "Mes mots.", "seen": 0, "person": officer.journal_id}

    response = client.post(report.get_absolute_url(), sent)

    assert response.url == f"/compte/login/?next={report.get_absolute_url()}"
    assert steps() == []
    session = dict(client.session)
    client.force_login(other)
    restore(client, session)
    assert "Mes mots." not in text_of(client.get(report.get_absolute_url()))
    client.force_login(officer)
    restore(client, session)
    assert "Mes mots." in text_of(client.get(report.get_absolute_url()))
    client.post(report.get_absolute_url(), sent)
    assert "unsent" not in client.session or client.session["unsent"] == {}


def restore(client, before):
    """Signing in on the page keeps what the session without an account holds."""
    session = client.session
    session["unsent"] = before["unsent"]
    session.save()


def test_page_of_a_report_asks_to_sign_in(client, report):
    response = client.get(report.get_absolute_url())

    assert response.url == f"/compte/login/?next={report.get_absolute_url()}"


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
    assert "Aucun signalement traité" in text_of(client.get(f"{DESK}?etat=repondus"))
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


def test_refusal_without_a_reason_is_no_row(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        report.steps.create(status="refused", text="", by=None)


@pytest.mark.parametrize("role", ["lead", "officer"])
def test_desk_of_officers_says_how_many_wait(client, report, role):
    client.force_login(lead_reviewer() if role == "lead" else reviewer())

    assert "1 erreur signalée attend une réponse" in text_of(client.get("/instruction/"))
