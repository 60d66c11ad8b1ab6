"""Who edited which field of a dossier, and when."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from partnerships.document.buffer import item_that_is_gone
from partnerships.document.steps import step_of
from partnerships.models import Dossier
from partnerships.pages.components.conversation import place_label
from partnerships.pages.components.step_state import step_url

LONGEST = 10
# Who wrote less than this ago is still at it.
AT_IT = timedelta(minutes=5)


@dataclass(frozen=True)
class ShownEdit:
    """The last time that someone wrote in a field; `is_under_way`: and another than the reader
    is at it.
    """

    label: str
    url: str
    person: object
    at: object
    is_under_way: bool


def edits_of(dossier: Dossier, reader) -> list[ShownEdit]:
    """The last ones first, in one query."""
    buffer, now, at_it = dossier.buffer, timezone.now(), {reader.pk}
    rows = dossier.edits.select_related("by").order_by("-at", "path")
    shown = []
    for row in [row for row in rows if not item_that_is_gone(buffer, row.path)][:LONGEST]:
        is_under_way = row.by_id not in at_it and now - row.at < AT_IT
        at_it.add(row.by_id)
        url = step_url(dossier, step_of(row.path), path=row.path)
        shown.append(ShownEdit(place_label(row.path, buffer), url, row.by, row.at, is_under_way))
    return shown
