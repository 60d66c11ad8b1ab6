from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# The frozen dataclass of facts of a kind of record; its `pk` is the key of the record.
Facts = Any


@dataclass(frozen=True)
class Comparison:
    """How records of one kind are compared, to find those that are probably the same.

    `facts`: of the records with these keys, or of all those to compare; `around`: of the records
    that may share a block with the given ones; `keys`: the blocks of one, outside of which nothing
    is compared; `compare`: codes of the reasons, for and against, that two are the same.
    """

    facts: Callable[..., Iterator[Facts]]
    around: Callable[[list[Facts]], Iterator[Facts]]
    keys: Callable[[Facts], Iterable[tuple]]
    compare: Callable[[Facts, Facts], Iterable[str]]
    country_of: Callable[[Facts], str]
