"""The latest edits of a dossier, shown to the people who write it together."""

from partnerships.document.buffer import item_that_is_gone
from partnerships.document.steps import CONTACT, step_of
from partnerships.document.steps.references import References
from partnerships.models import Dossier
from partnerships.pages.components.exchanges.conversation import subject_label
from partnerships.pages.components.shown_edit import ShownEdit, shown_edits
from partnerships.pages.components.step_state import step_url

EDITS_MAX = 10


def edits_of(dossier: Dossier, reader) -> list[ShownEdit]:
    """Returns the latest edits of `dossier`, most recent first.

    In one query, and one more for each kind of record that names an item.
    """
    references = References(dossier, dossier.buffer)
    rows = dossier.edits.exclude(path=CONTACT.form.path)
    rows = rows.select_related("by").order_by("-at", "path")
    kept = [row for row in rows if not item_that_is_gone(references.buffer, row.path)][:EDITS_MAX]
    edits = (
        (
            subject_label(row.path, references),
            step_url(dossier, step_of(row.path), path=row.path),
            row.by,
            row.at,
        )
        for row in kept
    )
    return shown_edits(edits, reader)
