"""Sessions end without use and after fourteen days; using one costs a page nothing."""

import logging
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore as FormerStore
from django.contrib.sessions.models import Session as FormerSession
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cncd_portal.accounts.sessions import Session
from tests.accounts.browsers import FIREFOX, browser, is_signed_in, later, row_of
from tests.accounts.test_sign_in import PASSWORD, person
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db


def test_sign_in_tells_the_session_whose_it_is():
    user = person()

    row = row_of(browser(user))

    assert (row.user, row.address, row.browser) == (user, "192.0.2.7", FIREFOX)
    assert timezone.now() - row.begun_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("make", "hours"),
    [(dict, 72), (lambda: {"is_staff": True}, 12), (lambda: {"codenames": ["review_dossier"]}, 12)],
)
def test_session_ends_without_use(make, hours):
    user = person(**make())
    client, other = browser(user), browser(user)

    later(client, hours=hours - 1)
    later(other, hours=hours, minutes=1)

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_session_goes_on_with_use_and_ends_after_fourteen_days():
    client = browser(person())

    for _day in range(13):
        later(client, days=1)
        assert is_signed_in(client)
    later(client, hours=23)
    assert is_signed_in(client)
    later(client, hours=2)

    assert not is_signed_in(client)


def test_hours_are_a_setting(settings):
    settings.SESSION_STAFF_IDLE_HOURS, settings.SESSION_IDLE_HOURS = 1, 2
    officer, member = browser(person(is_staff=True)), browser(person())

    for client in (officer, member):
        later(client, minutes=90)

    assert not is_signed_in(officer)
    assert is_signed_in(member)


def test_what_a_session_holds_does_not_make_it_last():
    """Saving its content keeps its end, its beginning and whose it is, as does a new password."""
    user = person(is_staff=True)
    client = browser(user)
    later(client, hours=2)
    before = row_of(client)
    session = client.session
    session["text"] = "…"
    session.save()
    new = {"password1": "autre-phrase-assez-longue", "password2": "autre-phrase-assez-longue"}
    assert row_of(client).expire_date == before.expire_date

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    after = row_of(client)
    assert after.session_key != before.session_key
    assert (after.begun_at, after.user_id) == (before.begun_at, user.pk)
    assert client.session["text"] == "…"


def test_use_is_written_every_five_minutes_and_read_for_nothing():
    client = browser(person())
    address = reverse("portal:legal")

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return [each["sql"].split()[0] for each in found.captured_queries]

    usual = queries()
    later(client, minutes=4)
    assert queries() == usual
    later(client, minutes=2)
    first = queries()
    assert queries() == usual

    assert "UPDATE" not in usual
    assert first.count("UPDATE") == 1


def test_anonymous_reader_has_no_session(client):
    client.get(reverse("portal:legal"))

    assert not Session.objects.exists()


@pytest.mark.parametrize("error", [OperationalError("locked"), InterfaceError("closed")], ids=repr)
def test_page_does_without_the_mark_of_use(monkeypatch, caplog, error):
    client = browser(person())
    later(client, minutes=10)

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("cncd_portal.session_use.end_of_session", fail)
    with caplog.at_level(logging.WARNING):
        assert is_signed_in(client)

    assert "was not written" in caplog.text


def test_glance_of_a_page_left_open_is_no_use():
    dossier = dossier_in("draft")
    client = Client()
    client.force_login(dossier.created_by)
    later(client, hours=1)
    before = row_of(client).seen_at
    address = reverse("partnerships:autosave", args=[dossier.uuid, "sujet"])
    person = {"person": str(dossier.created_by.journal_id), "version": ""}

    assert client.get(address, person).status_code == 200
    assert row_of(client).seen_at == before

    assert client.post(address, person).status_code == 200
    assert row_of(client).seen_at > before


def test_progress_that_a_page_polls_is_no_use():
    client = browser(person())
    later(client, hours=1)
    before = row_of(client).seen_at
    address = reverse("partnerships:data_export")

    assert client.get(address, headers={"HX-Request": "true"}).status_code == 200
    assert row_of(client).seen_at == before

    assert client.get(address).status_code == 200
    assert row_of(client).seen_at > before


def test_text_sent_after_the_end_waits_for_the_sign_in():
    dossier = dossier_in("draft")
    writer = dossier.created_by
    client = Client()
    client.force_login(writer)
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, "sujet"])
    later(client, hours=12, minutes=1)

    response = client.post(
        address, {"summary": "Écrit trop tard.", "person": str(writer.journal_id)}
    )

    assert response.url.startswith(reverse("account_login"))
    assert "Votre session était terminée" in client.get(response.url).content.decode()
    client.force_login(writer)
    assert "Écrit trop tard." in client.get(address).content.decode()


def former(data, days=13):
    end = timezone.now() + timedelta(days=days)
    row = FormerSession.objects.save(f"cle{FormerSession.objects.count():029}", data, end)
    return row.session_key


def test_sessions_of_before_go_on_after_the_update():
    user = UserFactory()
    signed_in = former({"_auth_user_id": str(user.pk), "text": "gardé"})
    waiting = former({"text": "à reprendre"})
    former({"_auth_user_id": "999999"})
    former({"text": "expiré"}, days=-1)

    import_module("cncd_portal.accounts.migrations.0004_move_sessions").forwards(apps, None)

    rows = {row.session_key: row for row in Session.objects.all()}
    assert set(rows) == {signed_in, waiting}
    assert rows[signed_in].user == user
    assert rows[signed_in].get_decoded()["text"] == "gardé"
    assert rows[signed_in].expire_date < timezone.now() + timedelta(hours=12)
    assert rows[waiting].user is None
    assert not FormerSession.objects.exists()
    assert FormerStore(signed_in).load() == {}


def test_officer_signed_in_without_a_page_has_the_shorter_time():
    client = Client()
    client.force_login(reviewer())

    assert row_of(client).expire_date < timezone.now() + timedelta(hours=13)


@pytest.mark.parametrize("key", ["abcdefgh\x00ijkl", "é" * 32, "A" * 32, "' OR 1=1 --"])
@pytest.mark.parametrize("page", ["/", "/mon-espace/", "/signaler/"])
def test_cookie_that_is_no_key_of_ours_opens_nothing(client, key, page):
    """PostgreSQL takes no NUL, which a cookie may hold: « \\000 »."""
    client.cookies["sessionid"] = key

    response = client.get(page)

    assert response.status_code in (200, 302)
    assert not response.wsgi_request.user.is_authenticated
