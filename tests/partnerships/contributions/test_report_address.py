"""The address of a report: confirmed by a link that is used once, or forgotten."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import OutboxMail, ReaderReport
from partnerships.notifications.outbox import send_one
from partnerships.reports.answering import answer_report
from partnerships.reports.erasure import erase_reports
from partnerships.reports.sending import report_with_link
from tests.factories.accounts import reviewer
from tests.factories.partnerships import published
from tests.factories.roles import text_of
from tests.partnerships.contributions.reports import SENT, form_of, send_report

pytestmark = pytest.mark.django_db
EMAIL = "lectrice@example.org"


def reported(client, **fields):
    send_report(client, form_of(published()), email=EMAIL, **fields)
    return ReaderReport.objects.get()


def mails():
    return OutboxMail.objects.filter(recipient=EMAIL).order_by("pk")


def link():
    return re.search(r"/signaler/adresse/[^/\s]+/", mails()[0].body).group()


def answer(report, status="corrected", text="Merci, c’est fait.", seen=0):
    return answer_report(report, status, text, by=reviewer(), seen=seen)


def test_mail_of_confirmation_holds_nothing_typed(client):
    report = reported(client, text="ACHETEZ CECI", source="https://spam.example/")

    sent = mails().get()

    assert "ACHETEZ" not in sent.subject + sent.body
    assert "spam.example" not in sent.subject + sent.body
    assert report.awaits_confirmation
    assert link().split("/")[-2] not in str(ReaderReport.objects.values().get())


def test_reading_the_link_confirms_nothing(client):
    report = reported(client)

    page = Client().get(link())

    assert "m’écrire à cette adresse" in text_of(page)
    assert EMAIL not in text_of(page)
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "private, no-store"
    report.refresh_from_db()
    assert report.awaits_confirmation


def test_button_confirms_once_and_needs_no_cookie(client):
    report = reported(client)
    stranger = Client(enforce_csrf_checks=True)

    for _click in range(2):
        assert stranger.post(link()).status_code == 302

    report.refresh_from_db()
    first = report.email_confirmed_at
    assert first is not None
    page = text_of(stranger.get(link()))
    assert "Ce lien ne sert plus" in page
    assert '<form method="post"' not in page
    stranger.post(link())
    report.refresh_from_db()
    assert report.email_confirmed_at == first


def test_answer_goes_only_to_an_address_that_was_confirmed(client):
    report = reported(client)
    answer(report)
    assert mails().count() == 1

    client.post(link())

    subjects = [mail.body for mail in mails()]
    assert len(subjects) == 2
    assert "Merci, c’est fait." in subjects[1]
    assert "elle est effacée ensuite" in subjects[1]


def test_answers_after_the_confirmation_leave_at_once(client):
    report = reported(client)
    client.post(link())

    answer(report, "in_progress", "")
    answer(report, "refused", "La date est celle de l’acte.", seen=1)

    bodies = [mail.body for mail in mails()][1:]
    assert len(bodies) == 1
    assert "La date est celle de l’acte." in bodies[0]


@pytest.mark.parametrize("token", ["faux", "x" * 43, "é", "%00"])
def test_link_that_was_not_sent_opens_nothing(client, token):
    report = reported(client)
    address = link().replace(link().split("/")[-2], token)

    for response in (client.get(address), client.post(address)):
        assert response.status_code == 404
        assert "a expiré, ou n’est pas complet" in text_of(response)
    report.refresh_from_db()
    assert report.awaits_confirmation


def test_wrong_links_are_limited(client):
    cache.clear()
    for rank in range(20):
        client.get(reverse("partnerships:report_address", args=[f"faux{rank}"]))

    reported(client)

    assert client.get(link()).status_code == 429


def test_link_that_expired_opens_nothing_and_its_address_is_forgotten(client):
    report = reported(client)
    address = link()
    ReaderReport.objects.update(link_expires_at=timezone.now() - timedelta(seconds=1))

    assert client.post(address).status_code == 404
    assert erase_reports(timezone.now()) == 1

    report.refresh_from_db()
    assert (report.email, report.token_digest, report.text) == ("", "", SENT["text"])
    assert not mails().exists()
    assert report_with_link(address.split("/")[-2]) is None


def test_upkeep_keeps_an_address_that_still_may_be_confirmed_or_was(client):
    report = reported(client)
    erase_reports(timezone.now() + timedelta(days=6))
    client.post(link())
    erase_reports(timezone.now() + timedelta(days=400))

    report.refresh_from_db()
    assert report.email == EMAIL


def test_link_is_erased_from_the_mail_once_sent(client):
    reported(client)
    token = link().split("/")[-2]

    send_one(mails().get())

    assert token not in mails().get().body


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_closed_report_is_erased_after_the_setting(client, settings, days, kept):
    settings.READER_REPORTS_KEPT_DAYS = 30
    report = reported(client)
    client.post(link())
    answer(report)
    ReaderReport.objects.update(closed_at=timezone.now() - timedelta(days=days))

    call_command("daily_upkeep", verbosity=0)

    assert ReaderReport.objects.exists() == kept
    assert OutboxMail.objects.filter(recipient=EMAIL).exists() == kept


def test_erasure_leaves_other_reports_and_their_mails(client, settings):
    settings.READER_REPORTS_KEPT_DAYS = 30
    for rank in range(3):
        send_report(client, form_of(published()), text=f"Erreur {rank}", email=EMAIL)
    closed = ReaderReport.objects.first()
    answer(closed)
    ReaderReport.objects.filter(pk=closed.pk).update(closed_at=timezone.now() - timedelta(days=31))

    assert erase_reports(timezone.now()) == 1

    assert not ReaderReport.objects.filter(pk=closed.pk).exists()
    assert mails().count() == ReaderReport.objects.count() == 2


def test_report_taken_up_again_meanwhile_is_kept(client, settings):
    settings.READER_REPORTS_KEPT_DAYS = 30
    report = reported(client)
    answer(report)
    ReaderReport.objects.update(closed_at=timezone.now() - timedelta(days=31))

    def take_up(execute, sql, *arguments):
        result = execute(sql, *arguments)
        if sql.startswith("SELECT") and "readerreport" in sql:
            ReaderReport.objects.update(status="in_progress", closed_at=None)
        return result

    with connection.execute_wrapper(take_up):
        assert erase_reports(timezone.now()) == 0

    assert mails().exists()
    assert ReaderReport.objects.get().steps.exists()


def test_open_report_is_never_erased(client, settings):
    settings.READER_REPORTS_KEPT_DAYS = 1
    reported(client)
    ReaderReport.objects.update(sent_at=timezone.now() - timedelta(days=900))

    erase_reports(timezone.now())

    assert ReaderReport.objects.count() == 1
