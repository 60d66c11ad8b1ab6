"""Who wrote what and when, shown to the people who write together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

# A person whose last edit is more recent than this is considered to be writing.
WRITING_WITHIN = timedelta(minutes=5)


def time_saved() -> str:
    """The time of a save, as the foot of the form says it: readers are in all time zones."""
    return _("%(time)s (heure de Paris)") % {"time": time_format(timezone.localtime(), "H:i")}


@dataclass(frozen=True)
class ShownEdit:
    """The last edit of a field.

    `is_under_way`: its author is not the reader, and is probably still writing.
    """

    label: str
    url: str
    person: object
    at: datetime
    is_under_way: bool


def shown_edits(
    edits: Iterable[tuple[str, str, object, datetime]], reader: object
) -> list[ShownEdit]:
    """Returns the edits to show. `edits`: (label, url, person, instant), most recent first."""
    now, seen, shown = timezone.now(), {reader}, []
    for label, url, person, at in edits:
        is_under_way = person not in seen and now - at < WRITING_WITHIN
        seen.add(person)
        shown.append(ShownEdit(label, url, person, at, is_under_way))
    return shown
