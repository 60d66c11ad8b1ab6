"""Rows that many tests begin with: made once in a process, then written again as they are.

`remembered` writes them again only where making them would write the same: by a test whose rows are
those of earlier calls of `remembered` alone, and which changed neither a setting nor the code.
"""

import pickle
from collections import Counter
from collections.abc import Callable, Hashable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from time import process_time

import factory
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import AutoField, Manager, Max, Model
from django.utils import timezone

from partnerships.models import PublicChange
from tests.kept.rows import Rows, all_rows, insert_of

# What a migrated database holds.
MIGRATED = {model._meta.db_table for model in (ContentType, Permission)}
# With what a write to another table adds by itself.
LEFT_OUT = MIGRATED | {PublicChange._meta.db_table}
# Settings that every test changes.
OWN_SETTINGS = {"MEDIA_ROOT"}
READS = ("SELECT", "SAVEPOINT", "RELEASE")
UNKNOWN = -1
# A test that makes many rows one by one is seldom like another.
STEPS_MAX = 12
# Seconds of CPU: several times what reading all rows takes.
DEAR = 0.03


@dataclass(frozen=True)
class Made:
    """What one call wrote: `statements`, each with its values; `files`: content by name; `value`:
    pickled. `rows` and `names`: all that is there after it.
    """

    statements: list[tuple[str, list]]
    files: dict[str, bytes]
    value: bytes
    rows: Rows
    names: set[str]


class Memory:
    """What this process made, by path: the keys of the calls that made all the rows of a test.

    `usual`: the settings of the process; `monkeypatch`: that of the current test.
    """

    def __init__(self):
        self.made: dict[tuple, Made] = {}
        self.asked = Counter()
        self.made_on: date | None = None
        self.usual = self.monkeypatch = None
        self.is_making = self.is_shared = False
        self.path, self.writes, self.writes_of_path = (), 0, UNKNOWN
        self.is_lost = False
        self.probe = ""

    def watch(self, execute, sql, params, many, context):
        """Counts the statements that may change rows, for `execute_wrappers`."""
        if not sql.startswith(READS):
            self.writes += 1
        if sql.startswith("ROLLBACK"):
            self.is_lost = False
        return execute(sql, params, many, context)

    @contextmanager
    def during(self, monkeypatch):
        """One test, which begins without rows but those that its module shares."""
        self.monkeypatch, self.is_lost = monkeypatch, False
        self.path, self.writes_of_path = (), UNKNOWN if self.is_shared else self.writes
        yield
        self.monkeypatch, self.writes_of_path, self.is_lost = None, UNKNOWN, False

    @contextmanager
    def during_shared(self):
        """The tests of a module that shares rows."""
        self.is_shared = True
        yield
        self.is_shared = False

    def forget(self) -> None:
        self.made.clear()
        self.asked.clear()

    def find_path(self) -> bool:
        """Whether all the rows are those of `path`, and nothing else is changed."""
        if self.is_making or self.is_lost or not connection.in_atomic_block or self._is_changed():
            return False
        if self.writes != self.writes_of_path:
            self.path, self.is_lost = (), self._has_rows()
        elif len(self.path) == STEPS_MAX:
            self.is_lost = True
        return not self.is_lost

    def _is_changed(self) -> bool:
        patches = self.monkeypatch
        return (
            connection.force_debug_cursor
            or connection.execute_wrappers[1:] != [self.watch]
            or (patches and (patches._setattr or patches._setitem))
            or bool(_changed_settings(self.usual) - OWN_SETTINGS)
        )

    def _has_rows(self) -> bool:
        if not self.probe:
            tables = all_rows().keys() - LEFT_OUT
            found = [f"EXISTS (SELECT 1 FROM {table})" for table in sorted(tables)]  # noqa: S608
            self.probe = f"SELECT {' OR '.join(found)}"
        with connection.cursor() as cursor:
            cursor.execute(self.probe)
            return bool(cursor.fetchone()[0]) or bool(_files())

    def make(self, path: tuple, make: Callable):
        """Calls `make`; what is dear, or asked for a second time, is kept for the next ones."""
        self.asked[path] += 1
        self.is_making, start = True, process_time()
        try:
            value = make()
        finally:
            self.is_making = False
        is_wanted = self.asked[path] > 1 or process_time() - start > DEAR
        before = self.made.get(path[:-1]) if path[:-1] else NOTHING
        if before and is_wanted:
            self.made[path] = _made_since(before, value)
        return value


NOTHING = Made([], {}, b"", {}, set())
MEMORY = Memory()


def _changed_settings(usual) -> set[str]:
    changed, layer = set(), settings._wrapped
    while layer is not usual:
        changed |= {name for name in vars(layer) if name.isupper()}
        layer = layer.default_settings
    return changed


def _files() -> set[str]:
    folder = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _made_since(before: Made, value) -> Made:
    found = all_rows()
    rows = {table: found[table] for table in found.keys() - LEFT_OUT if found[table][1]}
    statements = []
    for table, (columns, present) in rows.items():
        known = before.rows.get(table, (columns, []))[1]
        added = [row for row in present if row not in known]
        # Rows that changed are those of a few counters: all of their table are written anew.
        if len(known) + len(added) != len(present):
            statements.append((f"DELETE FROM {table}", []))  # noqa: S608
            added = present
        if added:
            values = [each for row in added for each in row]
            statements.append((insert_of(table, columns, len(added)), values))
    emptied = sorted(before.rows.keys() - rows.keys())
    statements += [(f"DELETE FROM {table}", []) for table in emptied]  # noqa: S608
    names = _files()
    files = {name: Path(settings.MEDIA_ROOT, name).read_bytes() for name in names - before.names}
    return Made(statements, files, pickle.dumps(value), rows, names)


def _write_again(made: Made):
    with connection.cursor() as cursor:
        for statement, values in made.statements:
            cursor.execute(statement, values)
    for name, content in made.files.items():
        path = Path(settings.MEDIA_ROOT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return pickle.loads(made.value)  # noqa: S301


def _described(given) -> Hashable:
    if isinstance(given, Model):
        return given._meta.label, given.pk
    if isinstance(given, list | tuple):
        return tuple(map(_described, given))
    return repr(given)


def remembered(make: Callable, name: str, /, **given):
    """What `make` returns, once its rows are written; `given`: what they depend on."""
    if MEMORY.made_on != timezone.localdate():
        MEMORY.forget()
        MEMORY.made_on = timezone.localdate()
    if not MEMORY.find_path():
        return make()
    key = (name, *((each, _described(given[each])) for each in sorted(given)))
    path = (*MEMORY.path, key)
    made = MEMORY.made.get(path)
    value = _write_again(made) if made else MEMORY.make(path, make)
    MEMORY.path, MEMORY.writes_of_path = path, MEMORY.writes
    return value


def _last_rank(rows: Manager) -> int:
    """Returns a number that no row was given yet: the last key, else how many rows there are."""
    if not isinstance(rows.model._meta.pk, AutoField):
        return rows.count()
    return rows.aggregate(last=Max("pk"))["last"] or 0


class NumberedFactory(factory.django.DjangoModelFactory):
    """Its sequence goes on after the rows that are there, of an earlier process too."""

    class Meta:
        abstract = True

    @classmethod
    def _setup_next_sequence(cls):
        # Names written again and new ones have as many digits: they are sorted as they were made.
        return 10_000 + _last_rank(cls._meta.model._base_manager)


class RememberedFactory(NumberedFactory):
    class Meta:
        abstract = True

    @classmethod
    def create(cls, **given):
        return remembered(partial(super().create, **given), cls.__name__, **given)
