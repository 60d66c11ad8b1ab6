"""Unread notifications of one kind: told in one line, read together."""

import pytest
from django.urls import reverse

from partnerships.models import Notification
from partnerships.notifications.kinds import GATHERED_FROM
from tests.factories.accounts import UserFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
LIST = reverse("partnerships:notification_list")
READ = reverse("partnerships:notification_read")


def receive(user, event, count, **fields):
    first = Notification.objects.filter(user=user).count()
    return Notification.objects.bulk_create(
        Notification(
            user=user,
            cause=f"{first + number}",
            event=event,
            subject=f"Objet {first + number}",
            link="/",
            frequency="at_once",
            **fields,
        )
        for number in range(count)
    )


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def page_of(client, **query):
    return client.get(LIST, query)


def test_several_unread_of_one_kind_are_one_line_and_the_others_are_listed(client, person):
    receive(person, "deposit", GATHERED_FROM)
    receive(person, "message", GATHERED_FROM - 1)
    [read] = receive(person, "reopening", 1)
    Notification.objects.filter(event="reopening").update(read_at=read.created_at)

    page = text_of(page_of(client))

    assert page.count(">Objet ") == GATHERED_FROM  # of messages, and the one that is read
    assert f"{GATHERED_FROM} non lues" in page
    assert "Dépôt d’un dossier" in page
    assert "Objet 0" not in page


def test_read_ones_of_the_kind_stay_in_the_list(client, person):
    rows = receive(person, "deposit", GATHERED_FROM + 1)
    Notification.objects.filter(cause="0").update(read_at=rows[0].created_at)

    page = text_of(page_of(client))

    assert "Objet 0" in page
    assert "Objet 1" not in page


@pytest.mark.parametrize("state", ["", "non-lues"])
def test_kind_is_listed_on_its_page(client, person, state):
    receive(person, "deposit", GATHERED_FROM)
    receive(person, "message", 1)

    page = text_of(page_of(client, genre="deposit", etat=state))

    assert page.count(">Objet ") == GATHERED_FROM
    assert f"Objet {GATHERED_FROM}" not in page
    assert "Toutes les natures" in page


def test_kind_is_marked_read_up_to_the_last_that_was_seen(client, person):
    other = UserFactory()
    receive(other, "deposit", GATHERED_FROM)
    seen = receive(person, "deposit", GATHERED_FROM)
    receive(person, "message", 1)
    receive(person, "deposit", 1)
    last = Notification.objects.get(user=person, cause=seen[-1].cause).pk

    sent = [
        client.post(READ, {"kind": "deposit", "last": last}, follow=True) for _click in range(2)
    ]

    unread = Notification.objects.unread()
    assert unread.filter(user=person, event="deposit").count() == 1
    assert unread.filter(user=person, event="message").count() == 1
    assert unread.filter(user=other).count() == GATHERED_FROM
    assert f"{GATHERED_FROM} sont marquées comme lues" in text_of(sent[0])


@pytest.mark.parametrize(
    ("kind", "last"), [("x", "1"), ("deposit", ""), ("deposit", "x"), ("deposit", "-1")]
)
def test_unknown_kind_is_not_found(client, person, kind, last):
    receive(person, "deposit", GATHERED_FROM)

    assert client.post(READ, {"kind": kind, "last": last}).status_code == 404
    assert Notification.objects.unread().count() == GATHERED_FROM


@pytest.mark.parametrize("kind", ["", "x", "\x00", "deposit\n"])
def test_filter_of_an_unknown_kind_shows_all(client, person, kind):
    receive(person, "deposit", 1)

    assert "Objet 0" in text_of(page_of(client, genre=kind))


def test_event_that_the_portal_no_longer_has_is_listed(client, person):
    receive(person, "bygone", GATHERED_FROM)

    page = text_of(page_of(client))

    assert page.count(">Objet ") == GATHERED_FROM
    assert "non lues</span>" not in page


@pytest.mark.parametrize(("count", "queries"), [(0, 5), (3, 5), (300, 6)])
def test_page_runs_few_queries_whatever_the_number(
    client, person, count, queries, django_assert_num_queries
):
    receive(person, "deposit", count)

    with django_assert_num_queries(queries):
        page = client.get(LIST)

    assert len(page.content) < 40_000


def test_title_of_a_kind_is_text_and_its_button_says_which(client, person):
    receive(person, "deposit", GATHERED_FROM)

    page = text_of(page_of(client))

    assert "Marquer les 4 comme lues<span" in page
    assert 'name="kind" value="deposit"' in page
