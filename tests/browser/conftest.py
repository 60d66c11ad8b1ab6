"""A real browser before a live server; whatever its console complains of fails the test."""

import os
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.mail import get_connection, send_mail
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from cncd_portal.runtime.frame_room import with_room
from partnerships.imports.reference.lists import load_lists
from tests.browser.server import Server
from tests.browser.typing import member_with_password
from tests.browser.world import World
from tests.factories.accounts import sign_in
from tests.factories.dossiers import dossier_in
from tests.kept.rows import Kept

ARGUMENTS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--disable-dev-shm-usage",
    "--disable-gpu",
]
FOLDER = Path(__file__).parent
# The answer of a page that is not found, or of an act that is refused: some tests ask for them.
EXPECTED = tuple(
    f"Failed to load resource: the server responded with a status of {code}"
    for code in (404, 409, 422)
)
# Milliseconds: what a page is waited for on a machine that does much else.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
# Each request of a live server has a thread.
ThreadedWSGIServer.process_request_thread = with_room(ThreadedWSGIServer.process_request_thread)


def pytest_collection_modifyitems(items):
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _database_beside_playwright():
    # Playwright's loop runs in this thread, where Django then refuses its database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium():
    arguments = ARGUMENTS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def load_all_lists():
    load_lists()
    call_command("load_proposals", verbosity=0)
    call_command("set_up_roles", verbosity=0)


def make_world():
    load_all_lists()
    return World()


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """`kept(make)`: what `make` writes and returns, made once; rows are taken away after each test
    of a live server.
    """

    @cache
    def kept_of(make):
        return Kept(make, tmp_path_factory.mktemp("kept"))

    return lambda make: kept_of(make).give()


@pytest.fixture
def lists(transactional_db, kept):
    """The seeded lists."""
    kept(load_all_lists)


@pytest.fixture
def world(transactional_db, kept, settings, tmp_path):
    settings.DEMONSTRATION = True
    settings.DEMONSTRATION_MAILS = str(tmp_path / "mails")
    to_files = get_connection(
        "django.core.mail.backends.filebased.EmailBackend", file_path=settings.DEMONSTRATION_MAILS
    )
    body = f"Choisissez un mot de passe :\n{settings.SITE_URL}/compte/"
    send_mail("Mot de passe", body, None, ["membre@example.org"], connection=to_files)
    return kept(make_world)


@pytest.fixture
def complaints():
    """What the browser complains of, to be empty at the end."""
    found = []
    yield found
    assert found == []


@pytest.fixture
def open_browser(chromium, live_server, complaints, settings):
    """`open_browser(user, **options)` gives a page of a new browser, signed in as `user`."""
    settings.SITE_URL = live_server.url
    contexts = []

    def listen(page):
        page.on(
            "console",
            lambda message: (
                message.type in {"error", "warning"}
                and not message.text.startswith(EXPECTED)
                and complaints.append(f"{page.url}: {message.text}")
            ),
        )
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "request",
            lambda request: (
                urlsplit(request.url).netloc not in {urlsplit(live_server.url).netloc, ""}
                # The browser's own reader of PDF.
                and not request.url.startswith("chrome")
                and complaints.append(f"{page.url} asks {request.url}")
            ),
        )

    def opened(user=None, **options):
        options = {"base_url": live_server.url, "locale": "fr-FR", **options}
        context = chromium.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.on("page", listen)
        if user:
            context.add_cookies([session_cookie(user, live_server.url)])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def server(lists, tmp_path):
    """The portal as a process of its own, to be killed."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def profile(chromium, server):
    """`profile(user)` gives a browser of its own, signed in as `user`, before `server`."""
    contexts = []

    def opened(user=None):
        context = chromium.new_context(base_url=server.url, locale="fr-FR")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, server.url)])
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def member(lists):
    return member_with_password()


@pytest.fixture
def colleague(member):
    return member_with_password(authority=member.authority)


@pytest.fixture
def dossier(member):
    return dossier_in("draft", member=member)


@pytest.fixture
def mine(profile, member):
    return profile(member.user)


@pytest.fixture
def theirs(profile, colleague):
    return profile(colleague.user)


def session_cookie(user, url):
    client = Client()
    sign_in(client, user)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
