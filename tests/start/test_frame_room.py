"""Requests and commands begin with room for the frames of what they call."""

import os
import subprocess
import sys

import pytest

from cncd_portal.runtime.frame_room import SLOTS, with_room
from tests.programs import ROOT

ROOM = """
import sys
def room():
    frame, most = sys._getframe(), 0
    while frame:
        frame, most = frame.f_back, max(most, frame.f_code.co_stacksize)
    print(most)
"""
REQUEST = f"""
{ROOM}
import cncd_portal.wsgi
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(1) as requests:
    requests.submit(room).result()
"""
COMMAND = f"{ROOM}\nroom()"


def test_call_is_made_as_it_was():
    assert with_room(dict)([("a", 1)], b=2) == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    "program", [["-c", REQUEST], ["manage.py", "shell", "--no-imports", "-c", COMMAND]]
)
def test_thread_and_command_have_room(program, tmp_path):
    told = subprocess.run(  # noqa: S603
        [sys.executable, *program],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(told.stdout.splitlines()[-1]) == SLOTS
