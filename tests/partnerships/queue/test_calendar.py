"""Due dates in an officer's calendar: who gets them by which link, and what the file says."""

import re
from datetime import date, timedelta
from html import unescape

import icalendar
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    CalendarFeed,
    Dossier,
    DossierStatus,
    LocalAuthority,
)
from partnerships.pages.components.throttle import WRONG_LINKS_LIMIT
from partnerships.pages.members.personal_data import personal_parts
from partnerships.pages.queue.calendar import calendar_file
from partnerships.people.account_erasure import erase_account
from partnerships.workflow.link import digest_of
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.bulk import many_dossiers
from tests.factories.dossiers import dossier_in
from tests.factories.instruction_rules import InstructionRuleFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("partnerships:calendar")


@pytest.fixture(autouse=True)
def rule():
    """Time runs for registrations; nobody has tried a wrong link."""
    cache.clear()
    InstructionRuleFactory()


def fields_of(page):
    html = page.content.decode()
    pairs = re.findall(r'name="(seen|token)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in pairs}


def link_in(page):
    found = re.search(r'id="lien" readonly value="([^"]*)"', page.content.decode())
    return found and found[1].removeprefix("https://portail.example")


def made(client, user):
    client.force_login(user)
    page = client.post(PAGE, {**fields_of(client.get(PAGE)), "act": "make"})
    assert page.status_code == 200
    address = link_in(page)
    assert address
    return address[address.index("/echeances/") :]


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
    assert str(event["SUMMARY"]) == f"{own.reference} – {own.lead_authority}"
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


def test_link_is_shown_once_and_kept_as_a_digest(client):
    officer = reviewer()
    link = made(client, officer)
    token = link.removeprefix("/echeances/").removesuffix(".ics")

    again = client.get(PAGE)

    assert token not in again.content.decode()
    assert "Un lien répond depuis le" in text_of(again)
    feed = CalendarFeed.objects.get()
    assert feed.token_digest == digest_of(token)
    assert "no-store" in again["Cache-Control"]
    (part,) = dict(personal_parts(officer))["agenda.json"]
    assert part == {"change_le": feed.changed_at, "repond": True}


def test_link_made_anew_or_revoked_ends_the_former_one(client):
    officer = reviewer()
    first = made(client, officer)
    second = made(client, officer)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200

    response = client.post(PAGE, {**fields_of(client.get(PAGE)), "act": "revoke"})

    assert response.url == PAGE
    assert client.get(second).status_code == 404
    assert "Créer le lien" in text_of(client.get(PAGE))


def test_button_pressed_twice_makes_one_link(client):
    client.force_login(reviewer())
    sent = {**fields_of(client.get(PAGE)), "act": "make"}

    links = {link_in(client.post(PAGE, sent)) for _click in range(2)}

    assert len(links) == 1
    assert CalendarFeed.objects.get().version == 1


@pytest.mark.parametrize("act", ["make", "revoke"])
def test_page_of_before_changes_nothing(client, act):
    officer = reviewer()
    client.force_login(officer)
    before = fields_of(client.get(PAGE))
    client.post(PAGE, {**before, "act": "make"})
    other = fields_of(client.get(PAGE))["token"]

    response = client.post(PAGE, {**before, "token": other, "act": act})

    assert response.status_code == 409
    assert "a changé depuis" in text_of(response)
    assert CalendarFeed.objects.get().version == 1


def test_revoked_link_does_not_come_back_by_the_form_of_before(client):
    client.force_login(reviewer())
    sent = {**fields_of(client.get(PAGE)), "act": "make"}
    link = link_in(client.post(PAGE, sent))
    client.post(PAGE, {**fields_of(client.get(PAGE)), "act": "revoke"})

    assert client.post(PAGE, sent).status_code == 409

    assert client.get(link[link.index("/echeances/") :]).status_code == 404


@pytest.mark.parametrize("token", ["", "a", "abc:def", "\x00", "é" * 50])
def test_link_that_the_page_did_not_draw_is_not_made(client, token):
    client.force_login(reviewer())

    assert client.post(PAGE, {"act": "make", "seen": "0", "token": token}).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_link_drawn_for_another_is_not_made(client):
    client.force_login(reviewer())
    drawn = fields_of(client.get(PAGE))
    client.force_login(reviewer())

    assert client.post(PAGE, {**drawn, "act": "make"}).status_code == 404


def test_who_no_longer_instructs_has_a_404(client):
    officer, inactive, erased = reviewer(), reviewer(), reviewer()
    links = [made(client, each) for each in (officer, inactive, erased)]
    officer.user_permissions.clear()
    inactive.is_active = False
    inactive.save()
    erase_account(erased, by=erased)
    client.logout()

    assert [client.get(each).status_code for each in links] == [404] * 3
    assert CalendarFeed.objects.filter(user=erased).count() == 0


def test_link_answers_reading_alone_whoever_is_signed_in(client):
    link = made(client, reviewer())

    client.force_login(UserFactory())

    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert client.post(link).status_code == 405


def test_wrong_links_are_a_404_then_limited(client):
    link = made(client, reviewer())
    client.logout()
    wrong = reverse("partnerships:calendar_feed", args=["a" * 43])

    codes = [client.get(wrong).status_code for _try in range(WRONG_LINKS_LIMIT)]

    assert set(codes) == {404}
    assert client.get(wrong).status_code == 429
    assert client.get(link).status_code == 429


def test_only_officers_have_a_link(client):
    for user in (UserFactory(), MemberFactory().user):
        client.force_login(user)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"act": "make"}).status_code == 403
    client.logout()
    assert client.get(PAGE).status_code == 302


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
