"""Who may ask for what: every address of the portal, asked by every role, by GET and by POST."""

import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import SimpleCookie

from tests.access.addresses import addresses, filled
from tests.access.crawl import Asker
from tests.access.matrix import LINES
from tests.access.roles import ANSWERED, ANYONE, ELSEWHERE, SIGN_IN, askers
from tests.access.world import AccessWorld

pytestmark = pytest.mark.django_db
ROUTES = {name: route for name, route, _entry in addresses()}
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
WRITTEN_BY_READING = {
    "accounts_session",
    "partnerships_notification",
    # Of allauth: an account that had no row of its address, recovery codes that are looked at.
    "account_emailaddress",
    "mfa_authenticator",
}
SIGN_IN_PAGES = ("/compte/login/", "/administration/login/")
REFUSED_WITH_REASON = {200, 400, 409, 422}


@pytest.fixture(scope="module")
def world(shared_rows, bare_refusals):
    return AccessWorld()


@pytest.fixture(autouse=True)
def _long_and_quiet(caplog, settings):
    """Whoever signed in stays so, however slow the machine; refusals are no news here."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 86_400
    caplog.set_level(logging.ERROR, "django.request")


def answer_of(response, method):
    status = response.status_code
    if status in (301, 302):
        if response.url.startswith(SIGN_IN_PAGES):
            return SIGN_IN
        return ANSWERED if method == "POST" else ELSEWHERE
    return ANSWERED if method == "POST" and status in REFUSED_WITH_REASON else str(status)


class Ask:
    """Asks for an address in a savepoint, so that each role finds the world as it was."""

    def __init__(self, world, name):
        self.world, self.route, self.line = world, ROUTES[name], LINES[name]
        self.client = Asker()

    def _values(self, names, role):
        """What `names` name, for `role`: of what only others have, a guess."""
        found = {key: self.world.given.get(name, name) for key, name in names.items()}
        return {
            key: value.get(role, "devine") if isinstance(value, dict) else value
            for key, value in found.items()
        }

    def __call__(self, method, role):
        """(what `role` is answered, the tables that it wrote)."""
        written = set()

        def watch(execute, sql, *arguments):
            if found := WRITES.match(sql):
                written.add(found[1])
            return execute(sql, *arguments)

        self.client.cookies = SimpleCookie(self.world.cookies[role])
        path = filled(self.route, self._values(self.line.given, role))
        body = self._values(self.line.body, role)
        with transaction.atomic(), connection.execute_wrapper(watch):
            response = getattr(self.client, method.lower())(path, body)
            for _content in response if response.streaming else ():
                pass
            transaction.set_rollback(True)
        return answer_of(response, method), written - WRITTEN_BY_READING


def test_every_address_has_its_line():
    missing = sorted(set(ROUTES) - set(LINES))

    assert missing == [], (
        "Say who may ask for these: a line in tests/access/ (anyone.py, members.py, officers.py, "
        "curators.py or administration.py), by the name of the address."
    )


def test_every_line_has_its_address():
    gone = sorted(set(LINES) - set(ROUTES))

    assert gone == [], "These addresses are no more: take their lines out of tests/access/."


def test_every_role_is_of_the_world_and_of_every_line(world):
    assert set(world.people) == ANYONE
    assert [
        name for name, line in LINES.items() if not set(line.get) == set(line.post) == ANYONE
    ] == []


def test_views_open_without_a_session_are_those_of_the_matrix():
    is_open = {
        name
        for name, _route, entry in addresses()
        if not getattr(entry.callback, "login_required", True)
    }

    assert is_open == {name for name, line in LINES.items() if line.is_open}


@pytest.mark.parametrize("name", sorted(set(LINES) & set(ROUTES)))
def test_each_role_is_answered_as_its_line_says(world, name):
    ask, line = Ask(world, name), LINES[name]
    wrong = []
    for method, answers in (("GET", line.get), ("POST", line.post)):
        # Wrong links are counted.
        cache.clear()
        for role in askers(answers):
            answer, written = ask(method, role)
            if answer != answers[role]:
                wrong.append(f"{method} {role}: {answer}, and its line says {answers[role]}")
            if written and (method == "GET" or role not in line.acts):
                wrong.append(f"{method} {role} writes {sorted(written)}")

    assert wrong == []
