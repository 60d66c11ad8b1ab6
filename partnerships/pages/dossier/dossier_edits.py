"""The latest edits of a dossier, shown to the people who write it together."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from partnerships.document.buffer import item_that_is_gone
from partnerships.document.steps import step_of
from partnerships.models import Dossier
from partnerships.pages.components.conversation import subject_label
from partnerships.pages.components.step_state import step_url

EDITS_MAX = 10
# A person whose last edit is more recent than this is considered to be writing.
WRITING_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True)
class ShownEdit:
    """The last edit of a field.

    `is_under_way`: its author is not the reader, and is probably still writing.
    """

    label: str
    url: str
    person: object
    at: object
    is_under_way: bool


def edits_of(dossier: Dossier, reader) -> list[ShownEdit]:
    """Returns the latest edits of `dossier`, most recent first, in one query."""
    buffer, now, seen = dossier.buffer, timezone.now(), {reader.pk}
    rows = dossier.edits.select_related("by").order_by("-at", "path")
    shown = []
    for row in [row for row in rows if not item_that_is_gone(buffer, row.path)][:EDITS_MAX]:
        is_under_way = row.by_id not in seen and now - row.at < WRITING_WITHIN
        seen.add(row.by_id)
        url = step_url(dossier, step_of(row.path), path=row.path)
        shown.append(ShownEdit(subject_label(row.path, buffer), url, row.by, row.at, is_under_way))
    return shown
