"""The secret link of an officer's due dates: shown once, made anew, revoked, closed to others."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from partnerships.models import (
    CalendarFeed,
)
from partnerships.pages.components.throttle import WRONG_LINKS_LIMIT
from partnerships.pages.members.personal_data import personal_parts
from partnerships.people.account_erasure import erase_account
from partnerships.workflow.link import digest_of
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.roles import text_of
from tests.partnerships.queue.calendar_link import PAGE, fields_of, link_in, made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_wrong_link_yet():
    cache.clear()


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

    assert client.post(PAGE, {"act": "make", "seen": "0", "token": token}).status_code == 409
    assert not CalendarFeed.objects.exists()


def test_link_drawn_for_another_is_not_made(client):
    client.force_login(reviewer())
    drawn = fields_of(client.get(PAGE))
    client.force_login(reviewer())

    assert client.post(PAGE, {**drawn, "act": "make"}).status_code == 409


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
