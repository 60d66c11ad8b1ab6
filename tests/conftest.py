"""What every test stands on: quick and closed settings, and guards that make slips fail."""

import random
import socket
import sys
import tempfile

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.template import engines
from django.test import override_settings

SETTINGS = {
    "ALLOWED_HOSTS": ["testserver", "localhost", "127.0.0.1"],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "CSRF_COOKIE_SECURE": False,
    "CLAMAV_URL": "",
    "DEBUG": False,
    "DEMONSTRATION": False,
    "MFA_REQUIRED_FOR_STAFF": False,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "PROPOSALS_SHOW_WORKING": False,
    "SECURE_HSTS_SECONDS": 0,
    "SECURE_SSL_REDIRECT": False,
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
OUR_TEMPLATES = str(django_settings.BASE_DIR / "templates")
# What decides the order of the rows that no one ordered: the same draw at each run of a test.
draw = random.Random()


# A slow machine is no fault, and a red run must be red again.
hypothesis.settings.register_profile("portal", deadline=None, derandomize=True)
hypothesis.settings.load_profile("portal")


def pytest_configure(config):
    folder = tempfile.TemporaryDirectory(prefix="cncd-tests-")
    config.add_cleanup(folder.cleanup)
    override_settings(
        **SETTINGS, STATIC_ROOT=folder.name, MEDIA_ROOT=f"{folder.name}/files"
    ).enable()
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # A file and not memory: the threads of a live server have connections of their own.
        database.setdefault("TEST", {})["NAME"] = f"{folder.name}/test.sqlite3"
    engines["django"].engine.string_if_invalid = UnknownVariable()
    socket.socket.connect = refuse_network(socket.socket.connect)
    QuerySet._fetch_all = shuffle_unordered(QuerySet._fetch_all)


def pytest_collection_modifyitems(config, items):
    """On SQLite, tests of what only PostgreSQL does are left to its own run."""
    if connection.vendor == "sqlite":
        left = [item for item in items if item.get_closest_marker("postgresql")]
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)


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


@pytest.fixture(autouse=True)
def _alone(settings, tmp_path):
    """Nothing of one test reaches the next: files, rate limits, draws."""
    settings.MEDIA_ROOT = tmp_path / "files"
    draw.seed(0)
    cache.clear()
