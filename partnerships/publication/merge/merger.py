from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class Merger:
    """How two records of one kind are merged, and how the merge is undone.

    `state`: state of a record, as JSON, used to detect changes. `check`: raises CannotMerge if the
    second record cannot be merged into the first. `merge`: merges locked records and returns the
    record that `undo` needs. `undo`: raises CannotMerge if later changes prevent it.
    """

    model: type[Model]
    state: Callable[[Model], dict]
    check: Callable[[Model, Model], None]
    merge: Callable[..., dict]
    undo: Callable[..., None]
