"""What this process makes of public rows once, and gives again until one of them changes."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from cncd_portal.database import asked_once_an_instant
from partnerships.publication.public_version import is_version_exact, public_version

Made = TypeVar("Made")
_kept: dict[Callable, tuple[int, object]] = {}


def kept_by_version(make: Callable[[], Made]) -> Callable[[], Made]:
    """Decorates a function of public rows alone, neither of the time nor of a language: what it
    returned is returned again while the version of public pages is the same, for one query.

    Threads share it: nobody may change it.
    """

    @wraps(make)
    def current() -> Made:
        if not is_version_exact():
            return make()
        return _made_at(make, asked_once_an_instant(public_version))

    return current


def _made_at(make, version):
    kept = _kept.get(make)
    if kept is None or kept[0] != version:
        kept = _kept[make] = version, make()
    return kept[1]


def kept_together(*kept: Callable[[], object]) -> tuple:
    """Returns what each of these functions of `kept_by_version` returns, for one query in all."""
    if not is_version_exact():
        return tuple(each() for each in kept)
    version = asked_once_an_instant(public_version)
    return tuple(_made_at(each.__wrapped__, version) for each in kept)


def forget_kept() -> None:
    """For tests, whose databases start again from the same version."""
    _kept.clear()
