"""A real server whose PostgreSQL stops, is read-only or is silent, then well again."""

import socket
from contextlib import closing

import pytest

from tests.conftest import DATABASES
from tests.outages.cluster import Cluster
from tests.outages.expected import (
    assert_all_is_saved,
    assert_health,
    assert_nothing_is_saved,
    assert_pages_are_read,
)
from tests.outages.portal import Portal

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def cluster(pytestconfig):
    cluster = Cluster(pytestconfig.stash[DATABASES].migrated)
    yield cluster
    cluster.remove()


@pytest.fixture(scope="module")
def portal(cluster, tmp_path_factory):
    portal = Portal(cluster.url, tmp_path_factory.mktemp("portal") / "var")
    portal.fill()
    yield portal.start()
    portal.stop()


def test_stopped_server_gives_the_text_back_and_starts_again(cluster, portal):
    assert_pages_are_read(portal)  # on connections that are kept
    cluster.stop()
    assert_health(portal, 503, "down")
    assert_nothing_is_saved(portal)
    pages = portal.read_pages()
    assert [pages.pop(each).status for each in ("/aide/", "/compte/login/")] == [200, 200]
    assert {page.status for page in pages.values()} == {503}
    assert all("Réessayez dans une minute." in page.text for page in pages.values())

    cluster.start()
    assert_all_is_saved(portal)
    assert_health(portal, 200, "ok")


def test_read_only_server_is_read_and_gives_the_text_back(cluster, portal):
    cluster.say("ALTER DATABASE portal SET default_transaction_read_only = on")
    cluster.stop("fast")
    cluster.start()
    assert_pages_are_read(portal)
    assert_nothing_is_saved(portal)
    assert_health(portal, 200, "degraded")

    cluster.say("SET default_transaction_read_only = off", "ALTER DATABASE portal RESET ALL")
    cluster.stop("fast")
    cluster.start()
    assert_all_is_saved(portal)


def test_silent_server_is_not_waited_for(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        url = f"postgres://portal@127.0.0.1:{silent.getsockname()[1]}/portal"
        portal = Portal(url, tmp_path / "var").start()
        answers = [portal.health(), portal.get("/registre/")]
        portal.stop()

    assert [answer.status for answer in answers] == [503, 503]
    # PostgreSQL's library counts whole seconds, two at least.
    assert max(answer.seconds for answer in answers) < 2.5
