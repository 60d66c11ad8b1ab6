"""What merges of any kind have in common: columns chosen, and put back."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models

from partnerships.document.canonical import canonical, digest

KEPT, GONE, BOTH = "kept", "gone", "both"
# name of a choice → columns that go together
Columns = Mapping[str, tuple[str, ...]]


class CannotMerge(Exception):
    """What prevents a merge, or undoing it: a French sentence for the person."""


def state_of(row: models.Model, columns: Columns) -> dict:
    """The columns of `row`, as JSON holds them."""
    names = [name for group in columns.values() for name in group]
    return {name: getattr(row, name) for name in names}


def seen_digest(*states: dict) -> str:
    """What a page knew of the rows that it shows side by side."""
    return digest(canonical(list(states)))


def take(kept: models.Model, gone: models.Model, columns: Columns, chosen: Mapping) -> None:
    """Put on `kept` the columns that were chosen of `gone`; nothing is saved."""
    for choice, names in columns.items():
        if chosen.get(choice) == GONE:
            for name in names:
                setattr(kept, name, getattr(gone, name))


def put_back(row: models.Model, before: Mapping, after: Mapping) -> bool:
    """Undo on `row` what a merge changed; False where one of these columns changed since."""
    changed = [name for name in before if before[name] != after[name]]
    if any(getattr(row, name) != after[name] for name in changed):
        return False
    for name in changed:
        setattr(row, name, before[name])
    return True


def refuse_what_breaks(rows: Iterable[models.Model]) -> None:
    """Raises CannotMerge where a row would break a rule of the database."""
    for row in rows:
        try:
            row.validate_constraints()
            row.validate_unique()
        except ValidationError as error:
            raise CannotMerge(" ".join(error.messages)) from None
