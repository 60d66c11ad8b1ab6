from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# A frozen dataclass with the facts about a record; `pk` is the key of the record.
Facts = Any


@dataclass(frozen=True)
class Comparison:
    """How records of one kind are compared to find probable duplicates.

    `facts`: yields the facts of the records with these keys, or of all records to compare.
    `candidates`: yields the facts of the records that may share a block with the given ones.
    `keys`: blocks of a record; only records that share a block are compared. `compare`: codes of
    the reasons, for and against, to think that two records are the same. `country_of`: country
    code of a record, or "".
    """

    facts: Callable[..., Iterator[Facts]]
    candidates: Callable[[list[Facts]], Iterator[Facts]]
    keys: Callable[[Facts], Iterable[tuple]]
    compare: Callable[[Facts, Facts], Iterable[str]]
    country_of: Callable[[Facts], str]
