"""Calls tried with 1 MB of the letters that make them slowest, each in a process."""

import json
import os
import re
import resource
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module

from django.core.exceptions import ValidationError

MEGABYTE = 1_000_000
SECONDS_MAX = 5


@dataclass(frozen=True)
class Letters:
    """1 MB of `unit`, between a start and an end."""

    unit: str | bytes
    start: str = ""
    end: str = ""

    @property
    def text(self) -> str | bytes:
        if isinstance(self.unit, bytes):
            return self.unit * (MEGABYTE // len(self.unit))
        size = len(self.unit.encode("utf-8", "surrogatepass"))
        return self.start + self.unit * (MEGABYTE // size) + self.end


@dataclass(frozen=True)
class Row:
    """What is called, and with which letters; `patterns`: those of our modules that it tries."""

    name: str
    call: Callable
    letters: tuple[Letters, ...]
    patterns: tuple[str, ...] = ()


def row(call, name, *letters, tries=()):
    """A unit that stands alone is repeated; `tries`: patterns of the module of that name."""
    letters = tuple(each if isinstance(each, Letters) else Letters(each) for each in letters)
    return Row(name, call, letters, tuple(f"partnerships.{each}" for each in tries))


def alone(name, method, *letters):
    """A row that tries a pattern by itself."""
    module, _, constant = name.rpartition(".")
    found = getattr(import_module(f"partnerships.{module}"), constant)
    call = getattr(found, method)
    if method == "sub":
        return row(lambda each: call("", each), name, *letters, tries=[name])
    return row(call, name, *letters, tries=[name])


def quiet(call, *refusals):
    """The call, which may refuse."""

    def called(value):
        with suppress(ValidationError, *refusals):
            call(value)

    return called


def _status(call, letters, seconds=SECONDS_MAX):
    """Returns the exit status of a process that calls `call` within `seconds` of CPU time."""
    text = letters.text
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        call(text)
        status = 0
    finally:
        os._exit(status)


def report(rows: Iterable[Row]) -> None:
    """Prints [name of the row, letters, exit status] for each try that does not succeed."""
    tries = [(each, letters) for each in rows for letters in each.letters]
    statuses = [(each.name, repr(letters), _status(each.call, letters)) for each, letters in tries]
    json.dump([each for each in statuses if each[2]], sys.stdout)


def try_quadratic() -> None:
    """Prints the exit status of a quadratic pattern, which a signal ends."""
    json.dump(_status(re.compile("<a [^>]*>").findall, Letters("<a "), seconds=1), sys.stdout)
