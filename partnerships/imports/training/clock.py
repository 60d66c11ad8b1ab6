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
    """Has Django's `timezone` answer `instant`, an aware datetime, in this process.

    The class that the module reads is replaced, and not `timezone.now`, which the defaults of
    fields already hold.
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
