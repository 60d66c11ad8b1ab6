from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class Merger:
    """How two records of one kind become one, and become two again.

    `state`: what a page knew of a record, as JSON; `check`: raises CannotMerge where the second
    record cannot go into the first; `merge`: of locked records, returns what `undo` needs, which
    raises CannotMerge where what happened since prevents it.
    """

    model: type[Model]
    state: Callable[[Model], dict]
    check: Callable[[Model, Model], None]
    merge: Callable[..., dict]
    undo: Callable[..., None]
