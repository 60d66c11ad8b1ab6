"""The clock of the training desk, which writes a year of dossiers in a minute.

Only the process of the command uses it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


class _AnyDatetime(type):
    def __instancecheck__(cls, value):
        return isinstance(value, datetime)


@contextmanager
def clock_at(instant: datetime) -> Iterator[None]:
    """Makes Django's `timezone` return `instant`, an aware datetime, in this process.

    Replaces the class that the module calls: the defaults of fields already hold
    `timezone.now`.
    """

    class Stopped(datetime, metaclass=_AnyDatetime):
        @classmethod
        def now(cls, tz=None):
            return instant.astimezone(tz)

    usual, timezone.datetime = timezone.datetime, Stopped
    try:
        yield
    finally:
        timezone.datetime = usual
