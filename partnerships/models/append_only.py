"""Append-only rows: the model refuses changes and deletions; on PostgreSQL a trigger does too."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction

# What the triggers read (workflow/journal_triggers.py).
EXCEPTION_SETTING = "cncd.journal_exception"


class AppendOnlyError(TypeError):
    """An attempt to change or delete an append-only row."""


@contextmanager
def journal_exception(operation: str) -> Iterator[None]:
    """Lets `operation` (UPDATE, DELETE) pass the triggers until the end of the block.

    Opened by the two exceptions of models/journal.py and by nothing else; a test says so.
    """
    if connection.vendor != "postgresql":
        yield
        return
    # The setting is undone with the savepoint if the block fails.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {EXCEPTION_SETTING} = %s", [operation])
        yield
        cursor.execute(f"SET LOCAL {EXCEPTION_SETTING} = ''")


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnlyError

    def delete(self):
        raise AppendOnlyError

    def bulk_create(
        self, objs, batch_size=None, ignore_conflicts=False, update_conflicts=False, **kwargs
    ):
        if update_conflicts:
            raise AppendOnlyError
        return super().bulk_create(objs, batch_size, ignore_conflicts, **kwargs)


class AppendOnlyModel(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError
