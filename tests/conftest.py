"""What every test stands on: quick and closed settings, and guards that make slips fail."""

import gc
import random
import socket
import sys
import tempfile
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from _pytest import runner
from _pytest.unraisableexception import gc_collect_iterations_key
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from django.template import RequestContext, engines
from django.test import TransactionTestCase, override_settings
from django.test import utils as django_test_utils
from django.test.signals import template_rendered
from pytest_django.plugin import blocking_manager_key

from cncd_portal.accessibility_level import keep_audit
from cncd_portal.runtime.frame_room import with_room
from partnerships.publication.kept_by_version import forget_kept
from partnerships.registry.facets.copy import remove_copy
from partnerships.registry.facets.held import HELD
from partnerships.registry.spelling import _term_names
from tests.database import databases_of, undone
from tests.kept.remembered import MEMORY
from tests.kept.rows import all_rows, put_back

SETTINGS = {
    "ALLOWED_HOSTS": ["testserver", "localhost", "127.0.0.1"],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "CSRF_COOKIE_NAME": "csrftoken",
    "CSRF_COOKIE_SECURE": False,
    "CLAMAV_URL": "",
    "DEBUG": False,
    "DEMONSTRATION": False,
    # A page is computed each time it is asked, but where a test is about those that are kept.
    "KEPT_PAGES_MAX_BYTES": 0,
    "MFA_REQUIRED_FOR_STAFF": False,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "PROPOSALS_SHOW_WORKING": False,
    "SECURE_HSTS_SECONDS": 0,
    "SECURE_SSL_REDIRECT": False,
    "COOKIE_PREFIX": "",
    "SESSION_COOKIE_NAME": "sessionid",
    "SESSION_COOKIE_SECURE": False,
    "SITE_URL": "http://127.0.0.1:8000",
    "STORAGES": {
        "default": {"BACKEND": "cncd_portal.storage.disk.DiskStore"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "TASKS": {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
    # Static files come from where they are written, not from what was collected one day.
    "WHITENOISE_AUTOREFRESH": True,
    "WHITENOISE_USE_FINDERS": True,
}
# Files that take longest, begun first: begun last, one would keep a process at work while the
# others have nothing left.
LONGEST = (
    "upgrades/",
    "access/",
    "partnerships/review/test_secrets_of_review.py",
    "browser/test_pages.py",
)
# Without one of these, and without the mark `django_db`, a query fails.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
OUR_TEMPLATES = str(django_settings.BASE_DIR / "templates")
DATABASES = pytest.StashKey()
# Of the tests, for their folders.
RANKS = count()
# What decides the order of the rows that no one ordered: the same draw at each run of a test.
draw = random.Random()


run_protocol = with_room(runner.pytest_runtest_protocol)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    return run_protocol(item, nextitem)


# A slow machine is no fault, and a red run must be red again.
hypothesis.settings.register_profile("portal", deadline=None, derandomize=True)
hypothesis.settings.load_profile("portal")


def pytest_configure(config):
    folder = tempfile.TemporaryDirectory(prefix="cncd-tests-")
    config.add_cleanup(folder.cleanup)
    # At the end, of a heap of half a gigabyte: pytest asks for five, for PyPy.
    config.stash[gc_collect_iterations_key] = 1
    override_settings(
        **SETTINGS, STATIC_ROOT=folder.name, MEDIA_ROOT=f"{folder.name}/files"
    ).enable()
    MEMORY.usual = django_settings._wrapped
    connection.execute_wrappers.append(MEMORY.watch)
    worker = getattr(config, "workerinput", {}).get("workerid", "main")
    config.stash[DATABASES] = databases_of(config, Path(folder.name), worker)
    engines["django"].engine.string_if_invalid = UnknownVariable()
    django_test_utils.instrumented_test_render = render_and_tell
    socket.socket.connect = refuse_network(socket.socket.connect)
    QuerySet._fetch_all = shuffle_unordered(QuerySet._fetch_all)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    """The process that starts the others makes the migrated database that all of them copy."""
    if not hasattr(session.config, "workerinput") and not session.config.option.collectonly:
        with session.config.stash[blocking_manager_key].unblock():
            session.config.stash[DATABASES].migrate()


def pytest_collection_finish():
    """What stands by now stays until the end: not to be looked through at each collection."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 20, 50)


def pytest_collection_modifyitems(config, items):
    """Tests of what only one engine does are left to its own run; the longest files come first.
    Those that may read a database are marked so: the others are the same whatever the engine.
    """
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames):
            item.add_marker(pytest.mark.database)
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    left = [item for item in items if item.get_closest_marker(other)]
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)
    folder = Path(__file__).parent
    items.sort(key=lambda item: not str(item.path.relative_to(folder)).startswith(LONGEST))


def render_and_tell(template, context):
    """Renders `template`; the test client hears of whole pages alone, since it copies the context
    of all that it hears of, and a page has dozens of fragments and widgets.
    """
    if isinstance(context, RequestContext) and context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


class UnknownVariableUsed(AssertionError):
    """A template of ours reads a variable that its view does not give."""


class UnknownVariable(str):
    """The engine's empty `string_if_invalid`, which fails where the template is one of ours.

    Django asks whether it is true before it shows it, `blocktranslate` whether it holds a "%s".
    """

    __slots__ = ()

    def __bool__(self):
        refuse_in_our_templates()
        return False

    def __contains__(self, text):
        refuse_in_our_templates()
        return False


def refuse_in_our_templates():
    frame = sys._getframe(2)
    variable = getattr(frame.f_locals.get("self"), "token", None) or frame.f_locals.get("key")
    while frame and frame.f_code.co_name != "render_annotated":
        frame = frame.f_back
    node = frame and frame.f_locals["self"]
    origin = getattr(getattr(node, "origin", None), "name", "")
    if str(origin).startswith(OUR_TEMPLATES):
        raise UnknownVariableUsed(f"{origin}: {variable} in {node.token.contents!r}")


def shuffle_unordered(fetch_all):
    def fetch(self):
        is_fresh = self._result_cache is None
        fetch_all(self)
        if is_fresh and not self.ordered:
            draw.shuffle(self._result_cache)

    return fetch


def refuse_network(connect):
    def connect_here(self, address):
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise RuntimeError(f"a test asks the network: {address}")
        return connect(self, address)

    return connect_here


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, pytestconfig):
    databases = pytestconfig.stash[DATABASES]
    connection.close()
    with django_db_blocker.unblock():
        databases.copy()
    django_settings.DATABASES["default"]["NAME"] = databases.name
    connection.settings_dict["NAME"] = databases.name
    with django_db_blocker.unblock():
        migrated = all_rows()
    # Quicker than a flush, which knows no search table and gives content types other keys.
    TransactionTestCase._fixture_teardown = lambda _test: put_back(migrated)
    yield
    with django_db_blocker.unblock():
        connection.close()
        databases.remove()


@pytest.fixture(scope="module")
def shared_rows(django_db_setup, django_db_blocker, tmp_path_factory):
    """A transaction around a whole module, for rows that are dear to make and that its tests only
    read: what a test changes is undone after it, as ever. Gives the folder of their files.
    """
    folder = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder),
        undone(durable=True),
        MEMORY.during_shared(),
    ):
        yield folder


@pytest.fixture(scope="module")
def bare_refusals():
    """Pages of refusal that say nothing, for a whole module: the resolver is dear to make anew."""
    with override_settings(ROOT_URLCONF="tests.access.bare_pages"):
        yield


@pytest.fixture
def files_folder(request, tmp_path_factory):
    """Where the files of a test would be: most write none, so it is made with the first one."""
    if "shared_rows" in request.fixturenames:
        return request.getfixturevalue("shared_rows")
    return tmp_path_factory.getbasetemp() / "files" / str(next(RANKS))


@pytest.fixture
def sent_mails(mailoutbox):
    """Called: sends what waits in the outbox, and returns all that was sent."""

    def send():
        call_command("send_mail")
        return mailoutbox

    return send


@pytest.fixture
def kept_pages(settings, tmp_path):
    """Public pages are kept, as in service. Gives their folder."""
    settings.KEPT_PAGES_DIR = tmp_path / "pages"
    settings.KEPT_PAGES_MAX_BYTES = 1024 * 1024
    return settings.KEPT_PAGES_DIR


@pytest.fixture(autouse=True)
def _alone(settings, files_folder, monkeypatch):
    """Nothing of one test reaches the next: files, rate limits, draws."""
    settings.MEDIA_ROOT = files_folder
    draw.seed(0)
    cache.clear()
    HELD.__init__()
    forget_kept()
    # As in a process that has served a page.
    keep_audit(None)
    remove_copy()
    _term_names.cache_clear()
    with MEMORY.during(monkeypatch):
        yield
