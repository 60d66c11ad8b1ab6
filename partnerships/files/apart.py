"""Reads an untrusted file in its own process, under limits of CPU time, elapsed time and memory.

Run as a script, this module is that process: it gives the file to a reader and prints what the
reader returns, as JSON. A hostile file then stops this process only, not the threads of the portal.
"""

import contextlib
import importlib
import json
import logging
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
MEMORY_MAX = 1024**3
# Exit status of the process when the memory limit stopped the reader.
OUT_OF_MEMORY = 3


class Overrun(Exception):
    """The reading was stopped: it needs too much time or memory."""


class Unreadable(Exception):
    """The reader failed on this file."""


def read_apart(reader: Callable[[BinaryIO], Any], content: BinaryIO, *, seconds: int) -> Any:
    """Returns `reader(content)`, called in another process.

    `reader` is a public function of a module that does not import Django, so that the process
    starts fast; it returns what JSON can write. It has `seconds` of CPU time, and twice as many
    elapsed, since other processes run. Raises Overrun or Unreadable.
    """
    program = [sys.executable, "-I", __file__, reader.__module__, reader.__name__, str(seconds)]
    with tempfile.TemporaryFile() as file:
        content.seek(0)
        shutil.copyfileobj(content, file)
        file.seek(0)
        try:
            result = subprocess.run(  # noqa: S603
                program, stdin=file, capture_output=True, timeout=2 * seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Overrun from error
    if result.returncode < 0 or result.returncode == OUT_OF_MEMORY:
        raise Overrun
    if result.returncode:
        reason = result.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        logger.warning("%s failed: %s", reader.__module__, reason[:200])
        raise Unreadable
    return json.loads(result.stdout)


def _limit(seconds):
    for limit, maximum in (
        (resource.RLIMIT_AS, MEMORY_MAX),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems do not support every limit.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (maximum, maximum))


def main() -> None:
    module, function, seconds = sys.argv[1:]
    _limit(int(seconds))
    sys.path.insert(0, str(ROOT))
    try:
        reader = getattr(importlib.import_module(module), function)
        json.dump(reader(sys.stdin.buffer), sys.stdout)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
