"""Shared code of merges: choosing columns, and restoring them."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models

from partnerships.document.canonical import canonical, digest

KEPT, GONE, BOTH = "kept", "gone", "both"
# name of a choice → columns that go together
Columns = Mapping[str, tuple[str, ...]]


class CannotMerge(Exception):
    """A merge, or undoing it, is impossible; the message is a French sentence for the person."""


def state_of(row: models.Model, columns: Columns) -> dict:
    """Returns the columns of `row`, as JSON values."""
    names = [name for group in columns.values() for name in group]
    return {name: getattr(row, name) for name in names}


def seen_digest(*states: dict) -> str:
    """Returns a digest of the states of the rows shown on a page."""
    return digest(canonical(list(states)))


def take(kept: models.Model, gone: models.Model, columns: Columns, chosen: Mapping) -> None:
    """Copies to `kept` the columns chosen from `gone`, without saving."""
    for choice, names in columns.items():
        if chosen.get(choice) == GONE:
            for name in names:
                setattr(kept, name, getattr(gone, name))


def put_back(row: models.Model, before: Mapping, after: Mapping) -> bool:
    """Restores on `row` the columns that a merge changed; False if one changed since."""
    changed = [name for name in before if before[name] != after[name]]
    if any(getattr(row, name) != after[name] for name in changed):
        return False
    for name in changed:
        setattr(row, name, before[name])
    return True


def refuse_what_breaks(rows: Iterable[models.Model]) -> None:
    """Raises CannotMerge if a row would break a database constraint."""
    for row in rows:
        try:
            row.validate_constraints()
            row.validate_unique()
        except ValidationError as error:
            raise CannotMerge(" ".join(error.messages)) from None
