from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from django.core.files.base import File


@runtime_checkable
class Store(Protocol):
    """Where contents are kept, all private: what the portal asks of a storage of Django.

    A name is written once and says what it holds; nobody sees half of a content. Methods raise
    OSError where the store does not answer, FileNotFoundError where it does not have the name.
    """

    def open(self, name: str, mode: str = "rb") -> File: ...

    def save(self, name: str, content: File) -> str:
        """Keeps `content`; one that is there under that name stays."""

    def add(self, name: str, content: File) -> None:
        """Keeps `content`; raises FileExistsError where the name is taken."""

    def exists(self, name: str) -> bool: ...

    def size(self, name: str) -> int: ...

    def delete(self, name: str) -> None: ...

    def names(self, prefix: str) -> list[str]:
        """Returns the names at the root that begin so, in order."""

    def all_names(self) -> Iterator[str]:
        """Yields the names of all contents, in no order; not of what is being written."""

    def answers(self) -> bool:
        """Returns whether contents can be read; may raise OSError."""

    def is_writable(self) -> bool:
        """Returns whether contents can be added, as far as can be known without adding one."""

    def free_bytes(self) -> int | None:
        """Returns the space left, None where there is no limit."""

    def prune(self) -> None:
        """Removes what was being written when the machine stopped."""
