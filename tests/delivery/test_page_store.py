"""The files of kept pages: damaged, full, or asked by many at once."""

import threading

import pytest
from django.test import Client

from cncd_portal.kept_pages.store import KeptPage, PageStore
from tests.delivery.public_pages import (
    REGISTRY,
    files_in,
    text_of,
)

pytestmark = pytest.mark.django_db


def kept(body=b"x", until=2e9):
    return KeptPage(body=body, etag='W/"1"', until=until, headers={"Content-Type": "text/html"})


@pytest.mark.parametrize("damage", [b"", b"{}\nx", b"[]\nx", b"rien", b'{"length": 1}\nx'])
def test_damaged_page_is_computed_again(kept_pages, damage):
    page = text_of(REGISTRY)
    [path] = files_in(kept_pages)
    path.write_bytes(damage)

    assert text_of(REGISTRY) == page
    assert len(path.read_bytes()) > 1000


def flipped(data: bytes, position: int) -> bytes:
    return data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]


@pytest.mark.parametrize("position", [0, 64, 70, 120, 2_000, -1])
def test_page_with_a_wrong_byte_is_computed_again(kept_pages, position):
    page = text_of(REGISTRY)
    [path] = files_in(kept_pages)
    whole = path.read_bytes()
    path.write_bytes(flipped(whole, position % len(whole)))

    for headers in ({"accept-encoding": "gzip"}, {}):
        assert Client().get(REGISTRY, headers=headers).status_code == 200
    assert text_of(REGISTRY) == page
    assert path.read_bytes() == whole


def test_page_in_the_place_of_another_is_not_shown(kept_pages):
    """As a link or a copy, by mistake or not."""
    text_of("/")
    [home] = files_in(kept_pages)
    page = text_of(REGISTRY)
    [registry] = set(files_in(kept_pages)) - {home}
    registry.unlink()
    registry.symlink_to(home)

    assert text_of(REGISTRY) == page


def test_store_that_cannot_be_written_stops_no_page(kept_pages):
    kept_pages.write_text("a file where a folder should be")

    assert Client().get(REGISTRY).status_code == 200
    assert Client().get(REGISTRY).status_code == 200


def test_store_whose_pages_cannot_be_replaced_stops_no_page(kept_pages):
    page = text_of(REGISTRY)
    [path] = files_in(kept_pages)
    path.unlink()
    path.mkdir()

    assert text_of(REGISTRY) == page
    assert [each for each in path.parent.iterdir() if each != path] == []


def test_small_pages_are_counted_as_the_disk_holds_them(tmp_path):
    store = PageStore(tmp_path, 100_000)
    for rank in range(60):
        store.write(f"{rank:02}{'a' * 62}", kept())

    store.make_room()

    blocks = [path.stat().st_blocks for path in tmp_path.glob("??/*")]
    assert 0 < 512 * sum(blocks) <= 100_000


def test_store_is_bounded_and_its_oldest_pages_go(tmp_path):
    store = PageStore(tmp_path, 100_000)
    for rank in range(40):
        store.write(f"{rank:02}{'a' * 62}", kept(bytes(10_000)))

    store.make_room()

    sizes = [path.stat().st_size for path in tmp_path.glob("??/*")]
    assert sum(sizes) <= 100_000
    assert store.read(f"39{'a' * 62}")
    assert store.read(f"00{'a' * 62}") is None


def test_one_computes_while_the_others_wait(tmp_path):
    store, key, computed = PageStore(tmp_path, 10_000), "a" * 64, []

    def ask():
        with store.turn(key):
            if store.read(key) is None:
                computed.append(key)
                store.write(key, kept())

    threads = [threading.Thread(target=ask) for _rank in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert computed == [key]


def test_who_waits_too_long_computes(tmp_path, monkeypatch):
    monkeypatch.setattr("cncd_portal.kept_pages.store.LONGEST_WAIT", 0.1)
    store = PageStore(tmp_path, 10_000)

    with store.turn("a" * 64), store.turn("a" * 64):
        assert store.read("a" * 64) is None
