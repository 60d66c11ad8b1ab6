"""Personal data in reports: given back to the person, and erased with their account."""

import pytest
from django.utils import timezone

from partnerships.pages.members.personal_data import personal_parts
from partnerships.people.account_erasure import erase_account
from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory
from tests.factories.partnerships import published
from tests.partnerships.contributions.reports import ReaderReportFactory, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory()


@pytest.fixture
def partnership(member):
    return published([member.authority])


@pytest.fixture
def report(partnership):
    return ReaderReportFactory(partnership=partnership)


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
