"""Simultaneous clicks on a report: one report, one confirmation, one answer."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from partnerships.models import OutboxMail, ReaderReport, ReaderReportStep
from partnerships.reports.answering import answer_report
from partnerships.reports.sending import confirm_address, send_report
from partnerships.reports.subject import find_subject
from partnerships.workflow.refusals import Refused
from tests.factories.accounts import reviewer
from tests.partnerships.contributions.reports import ReaderReportFactory
from tests.partnerships.workflow.test_races import PEOPLE, at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
EMAIL = "moi@a.fr"


def test_form_sent_many_times_at_once_makes_one_report_and_one_mail():
    uuid, subject = uuid4(), find_subject("site", "")

    def send():
        report = ReaderReport(uuid=uuid, topic="date", text="En 1988.", email=EMAIL)
        return send_report(report, subject, by=AnonymousUser())

    results = at_once([send] * PEOPLE)

    assert {result.uuid for result in results} == {uuid}
    assert ReaderReport.objects.count() == 1
    assert OutboxMail.objects.filter(recipient=EMAIL).count() == 1


def test_address_confirmed_many_times_at_once_is_confirmed_once():
    report = ReaderReportFactory(email=EMAIL, link_expires_at=timezone.now())
    report.steps.create(status="corrected", text="Fait.", by=reviewer())

    results = at_once([lambda: confirm_address(report)] * PEOPLE)

    assert sorted(results) == [False] * (PEOPLE - 1) + [True]
    assert OutboxMail.objects.filter(recipient=EMAIL).count() == 1


def test_officers_who_answer_at_once_make_one_answer():
    report = ReaderReportFactory(email=EMAIL, email_confirmed_at=timezone.now())
    officers = [reviewer() for _rank in range(PEOPLE)]

    def act(officer):
        return lambda: answer_report(report, "corrected", "Fait.", by=officer, seen=0)

    results = at_once([act(officer) for officer in officers])

    assert sum(isinstance(each, ReaderReportStep) for each in results) == 1
    assert sum(isinstance(each, Refused) for each in results) == PEOPLE - 1
    assert OutboxMail.objects.filter(recipient=EMAIL).count() == 1
