"""Helpers of all merges: apply the chosen columns, restore them, check constraints."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models

from partnerships.document.canonical import canonical, digest

KEPT, GONE, BOTH = "kept", "gone", "both"
# Name of a choice → columns that go together.
Columns = Mapping[str, tuple[str, ...]]


class CannotMerge(Exception):
    """A merge or its undoing is impossible; the message is a French sentence for the person."""


def state_of(row: models.Model, columns: Columns) -> dict:
    """Returns the values of the columns of `row`, serializable as JSON."""
    names = [name for group in columns.values() for name in group]
    return {name: getattr(row, name) for name in names}


def seen_digest(*states: dict) -> str:
    """Returns the digest of rows that a page displays side by side, to detect later changes."""
    return digest(canonical(list(states)))


def apply_choices(
    kept: models.Model, gone: models.Model, columns: Columns, chosen: Mapping
) -> None:
    """Copies to `kept`, without saving, the columns chosen from `gone`."""
    for choice, names in columns.items():
        if chosen.get(choice) == GONE:
            for name in names:
                setattr(kept, name, getattr(gone, name))


def restore_columns(row: models.Model, before: Mapping, after: Mapping) -> bool:
    """Restores on `row`, without saving, the columns that a merge changed.

    Returns False, and restores nothing, if one of these columns changed since.
    """
    changed = [name for name in before if before[name] != after[name]]
    if any(getattr(row, name) != after[name] for name in changed):
        return False
    for name in changed:
        setattr(row, name, before[name])
    return True


def check_constraints(rows: Iterable[models.Model]) -> None:
    """Raises CannotMerge if a row would violate a database constraint."""
    for row in rows:
        try:
            row.validate_constraints()
            row.validate_unique()
        except ValidationError as error:
            raise CannotMerge(" ".join(error.messages)) from None
