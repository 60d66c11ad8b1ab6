"""Progress display of a long step: rows done, rate, time left."""

import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from django.utils.translation import gettext as _

T = TypeVar("T")
SCREEN_INTERVAL, FILE_INTERVAL = 0.2, 15.0  # seconds between two lines


def _line(label, done, total, elapsed):
    rate = done / elapsed if elapsed else 0
    left = (total - done) / rate if rate else 0
    return _(
        "%(label)s\u202f: %(done)s / %(total)s (%(rate).0f par seconde, reste %(left).0f s)"
    ) % {
        "label": label,
        "done": done,
        "total": total,
        "rate": rate,
        "left": left,
    }


def track(rows: Iterable[T], total: int, label: str, stream: TextIO | None) -> Iterator[T]:
    """Yields `rows`, and writes the progress to `stream` unless it is None."""
    if stream is None:
        yield from rows
        return
    is_screen = stream.isatty()
    interval = SCREEN_INTERVAL if is_screen else FILE_INTERVAL
    start = last = time.monotonic()
    done = 0
    for done, row in enumerate(rows, start=1):
        yield row
        now = time.monotonic()
        if now - last >= interval:
            last = now
            stream.write(_line(label, done, total, now - start) + ("\r" if is_screen else "\n"))
            stream.flush()
    stream.write(_line(label, done, max(total, done), time.monotonic() - start) + "\n")
