"""Sizes of files are written in one way, and no page writes one by hand."""

import re

import pytest

from cncd_portal.file_sizes import file_size
from tests.modules import ROOT, tracked

BY_HAND = re.compile(r"filesizeformat|[0-9][\s\u00a0\u202f]*(?:[KM]i?o)\b")
SAVED_LINK = re.compile(r"<a [^>]* download[ >=]")


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 octet"),
        (1, "1 octet"),
        (1023, "1023 octets"),
        (1024, "1 Ko"),
        (1536, "1,5 Ko"),
        (1024**2 - 1, "1 Mo"),
        (5 * 1024**2, "5 Mo"),
        (20 * 1024**2, "20 Mo"),
        (1_288_490, "1,2 Mo"),
        (3 * 1024**3, "3 Go"),
        (5 * 1024**4, "5 To"),
    ],
)
def test_size_is_written_as_people_read_it(size, text):
    assert file_size(size).replace("\u00a0", " ") == text


def texts():
    """(path, text) of our templates, scripts and modules, the tests apart."""
    for path in tracked("*.html", "*.txt", "*.js", "*.py"):
        name = str(path.relative_to(ROOT))
        if not name.startswith("tests/"):
            yield name, path.read_text()


def test_no_page_writes_a_size_by_hand():
    found = [name for name, text in texts() if BY_HAND.search(text)]

    assert found == ["cncd_portal/file_sizes.py"]


def test_no_link_saves_whatever_page_answers():
    """With `download`, the page of the sign-in would be saved in place of the file."""
    assert [name for name, text in texts() if SAVED_LINK.search(text)] == []
