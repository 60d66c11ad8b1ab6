"""A reading in a process apart answers, or is stopped, within its time and memory."""

import ast
import io
import subprocess
import sys
import time

import pytest

from partnerships.files import apart
from partnerships.files.apart import Overrun, Unreadable, read_apart
from partnerships.files.office_document import read_document
from partnerships.files.spreadsheets.cells import read_cells
from tests.partnerships.files import readers


def test_reader_answers_from_another_process():
    content = io.BytesIO(b"abc")
    content.read()

    assert read_apart(readers.read_length, content, seconds=5) == {"length": 3, "text": "é"}


@pytest.mark.parametrize(
    "reader",
    [
        readers.read_without_end,
        readers.read_asleep,
        readers.read_into_memory,
        readers.read_and_die,
    ],
)
def test_reader_is_stopped(reader):
    start = time.monotonic()

    with pytest.raises(Overrun):
        read_apart(reader, io.BytesIO(b"abc"), seconds=1)

    assert time.monotonic() - start < 10


def test_reader_that_fails_says_its_last_line_alone(caplog):
    with pytest.raises(Unreadable):
        read_apart(readers.read_wrongly, io.BytesIO(b"abc"), seconds=5)

    assert caplog.messages == ["tests.partnerships.files.readers failed: ce n’est pas un tableur"]


@pytest.mark.parametrize("reader", [read_document, read_cells])
def test_process_starts_without_django(reader):
    code = f"import sys; sys.path.insert(0, {str(apart.ROOT)!r}); import {reader.__module__}; "
    command = [sys.executable, "-I", "-c", f"{code} print([m for m in sys.modules])"]

    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603

    assert "django" not in ast.literal_eval(answer.stdout)
