"""Due dates in an officer's calendar: whose, and what the file says."""

import re
from datetime import date, timedelta

import icalendar
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    Dossier,
    DossierStatus,
    LocalAuthority,
)
from partnerships.pages.queue.calendar import calendar_file
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.bulk import many_dossiers
from tests.factories.dossiers import dossier_in
from tests.factories.instruction_rules import InstructionRuleFactory
from tests.partnerships.queue.calendar_link import PAGE, made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rule():
    """Time runs for registrations; nobody has tried a wrong link."""
    cache.clear()
    InstructionRuleFactory()


def read(client, link):
    client.logout()
    response = client.get(link)
    assert response.status_code == 200
    return icalendar.Calendar.from_ical(response.content)


def events(client, link):
    return {str(each["UID"]): each for each in read(client, link).walk("VEVENT")}


def under_review(officer, **kwargs):
    return dossier_in("under_review", officer=officer, **kwargs)


def test_calendar_has_the_due_dates_of_ones_open_dossiers(client):
    officer = reviewer()
    own = under_review(officer)
    under_review(reviewer())
    dossier_in("submitted")
    dossier_in("closed", officer=officer)
    # Waiting for the authority, its time does not run.
    dossier_in("changes_requested", officer=officer)

    found = events(client, made(client, officer))

    assert list(found) == [str(own.uuid)]
    event = found[str(own.uuid)]
    assert event.decoded("DTSTART") == own.due_on
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert str(event["SUMMARY"]) == f"{own.reference}, à décider – {own.lead_authority}"
    assert str(event["URL"]).endswith(reverse("partnerships:review_detail", args=[own.uuid]))
    assert abs(event.decoded("DTSTAMP") - timezone.now()) < timedelta(minutes=1)


def test_lead_reviewer_has_those_of_the_team_but_of_their_own_authority(client):
    lead = lead_reviewer()
    taken, waiting = under_review(reviewer()), dossier_in("submitted")
    member = MemberFactory(user=lead)
    dossier_in("submitted", member=member)

    found = events(client, made(client, lead))

    assert set(found) == {str(taken.uuid), str(waiting.uuid)}


def test_who_stands_in_for_a_colleague_has_their_dossiers(client):
    officer, absent = reviewer(), reviewer()
    dossier = under_review(absent)
    link = made(client, officer)
    assert events(client, link) == {}

    AbsenceFactory(officer=absent, delegate=officer)

    assert list(events(client, link)) == [str(dossier.uuid)]


def test_changed_date_takes_the_place_of_the_former_one(client):
    officer = reviewer()
    dossier = under_review(officer)
    link = made(client, officer)
    first = events(client, link)
    Dossier.objects.filter(pk=dossier.pk).update(due_on=date(2031, 5, 6))

    second = events(client, link)

    assert list(first) == list(second)
    assert second[str(dossier.uuid)].decoded("DTSTART") == date(2031, 5, 6)
    Dossier.objects.filter(pk=dossier.pk).update(status=DossierStatus.CLOSED)
    assert events(client, link) == {}


def test_feed_names_no_person_no_title_and_is_not_kept(client):
    officer = reviewer(first_name="Zoéline", last_name="Kermorvan")
    dossier = under_review(officer, title="Chez Ysolde Trégastel")
    author = dossier.created_by
    client.force_login(officer)
    link = made(client, officer)
    client.logout()

    response = client.get(link)

    text = re.sub(r"\r\n ", "", response.content.decode())
    for name in ("Kermorvan", "Zoéline", "Trégastel", author.last_name, author.email, "@"):
        assert name not in text
    assert dossier.reference in text
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_names_are_escaped_and_lines_folded(client):
    officer = reviewer()
    dossier = under_review(officer)
    name = "Saint-Étienne, la « Ville » ; \\ Forez\nBEGIN:VEVENT " + "é" * 80
    LocalAuthority.objects.filter(pk=dossier.lead_authority.pk).update(name=name[:120])

    link = made(client, officer)
    (event,) = events(client, link).values()

    assert name[:120] in str(event["SUMMARY"])
    content = client.get(link).content
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_calendar_is_bounded_and_the_page_says_so(client, monkeypatch):
    officer = reviewer()
    many_dossiers(4, officer=officer)
    Dossier.objects.filter(reviewer=officer).update(due_on=date(2031, 5, 6))
    nearest = Dossier.objects.filter(reviewer=officer).first()
    Dossier.objects.filter(pk=nearest.pk).update(due_on=date(2031, 1, 2))
    monkeypatch.setattr(calendar_file, "MOST_EVENTS", 1)
    link = made(client, officer)

    assert list(events(client, link)) == [str(nearest.uuid)]


@pytest.mark.parametrize("count", [3, 30])
def test_feed_runs_as_many_queries_for_thirty(client, count, django_assert_num_queries):
    officer = reviewer()
    many_dossiers(count, officer=officer)
    link = made(client, officer)
    assert len(events(client, link)) == count

    with django_assert_num_queries(5):
        client.get(link)
    client.force_login(officer)
    with django_assert_num_queries(7):
        client.get(PAGE)
