"""Who reads and answers a report: officers, and members for their own pages; nobody else."""

import pytest
from django.urls import reverse

from partnerships.cleaning.merge import merge_authorities
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.partnerships import published
from tests.factories.roles import text_of
from tests.partnerships.contributions.reports import ReaderReportFactory, answer, steps

pytestmark = pytest.mark.django_db
DESK = reverse("partnerships:report_desk")
OWN = reverse("partnerships:report_list")
WORKSPACE = reverse("partnerships:workspace")


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


def test_administration_shows_reports_without_addresses(admin_client, report):
    report.steps.create(status="in_progress", text="Vu.", by=reviewer())
    address = reverse("admin:partnerships_readerreport_change", args=[report.pk])

    page = text_of(admin_client.get(address))

    assert report.text in page
    assert "Vu." in page
    assert "moi@a.fr" not in page
    assert admin_client.post(address, {"status": "spam"}).status_code == 403
