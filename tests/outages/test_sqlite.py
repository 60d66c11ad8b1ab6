"""A real server on SQLite whose disk is full, locked or read-only, then well again."""

import json
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from uuid import uuid4

import pytest

from tests.conftest import DATABASES
from tests.outages.expected import (
    assert_all_is_saved,
    assert_health,
    assert_nothing_is_saved,
    assert_pages_are_read,
    assert_text_is_given_back,
)
from tests.outages.portal import UNPRIVILEGED, Portal, a_pdf

pytestmark = pytest.mark.sqlite
# Bytes: more than stays in memory while it is received.
LARGE = 3 * 1024 * 1024


@pytest.fixture(scope="module")
def portal(tmp_path_factory, pytestconfig):
    folder = tmp_path_factory.mktemp("portal")
    database = folder / "database" / "portal.sqlite3"
    database.parent.mkdir()
    shutil.copyfile(pytestconfig.stash[DATABASES].migrated, database)
    portal = Portal(f"sqlite:///{database}", folder / "var", UNPRIVILEGED)
    portal.database = database
    portal.fill()
    yield portal.start()
    portal.stop()


@contextmanager
def read_only(*paths):
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(modes[path] & ~0o222)
    yield
    for path in paths:
        path.chmod(modes[path])


def seen_by_administrator(portal):
    return json.loads(portal.health("administrator").text)


def test_full_disk_is_read_and_gives_the_text_back(portal):
    portal.limit.write_text("0")
    assert_pages_are_read(portal)
    assert_nothing_is_saved(portal)
    assert portal.health().seconds < 2

    portal.limit.write_text("")
    assert_all_is_saved(portal)


def test_locked_database_is_read_and_gives_the_text_back_in_time(portal):
    with (
        closing(sqlite3.connect(portal.database, isolation_level=None)) as other,
        ThreadPoolExecutor() as people,
    ):
        other.execute("BEGIN EXCLUSIVE")
        saves = [
            people.submit(portal.autosave, "un"),
            people.submit(portal.save_form, "deux"),
            people.submit(portal.decide),
            people.submit(portal.sign_in),
        ]
        assert_pages_are_read(portal)
        assert_health(portal, 200, "degraded")
        assert not any(save.done() for save in saves)
        *answers, signed = [save.result() for save in saves]

    for answer in answers:
        assert_text_is_given_back(answer)
    assert signed.status == 503
    # The script of the form waits 20 seconds.
    assert max(answer.seconds for answer in [*answers, signed]) < 18
    assert_all_is_saved(portal)


def test_read_only_database_is_read_and_gives_the_text_back(portal):
    folder = portal.database.parent
    with read_only(*folder.iterdir(), folder):
        assert_pages_are_read(portal)
        assert_nothing_is_saved(portal)
        assert_health(portal, 200, "degraded")
        seen = seen_by_administrator(portal)
        assert (seen["database"], seen["storage"], seen["writing"]) == (True, True, False)

    assert_all_is_saved(portal)
    assert_health(portal, 200, "ok")


@pytest.mark.parametrize("padding", [0, LARGE], ids=["small", "large"])
def test_store_that_takes_nothing_says_so_and_the_words_are_saved(portal, padding):
    with read_only(portal.files, *portal.files.rglob("*/"), portal.temporary):
        refused = portal.upload(str(uuid4()))
        answer = portal.upload_by_form(a_pdf(padding))
        page = portal.follow(answer, "member")
        assert_health(portal, 200, "degraded")
        assert not seen_by_administrator(portal)["writing"]
        assert portal.save_form("Sans fichier").status == 302
        assert_pages_are_read(portal)

    sentence = "«\u202facte.pdf\u202f» n’a pas pu être gardé\u202f: réessayez dans un instant."
    assert (refused.status, refused.type) == (422, "text/plain; charset=utf-8")
    assert refused.text == sentence
    assert answer.status == 302
    assert sentence in page.text
    assert_all_is_saved(portal)
