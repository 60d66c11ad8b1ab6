"""The autosave response: stored values, and other people's edits."""

from django.template.loader import render_to_string

from partnerships.document.buffer_values import conflicts, saved_values
from partnerships.document.earlier import conflict_writings
from partnerships.document.field_value import Value, value_digest
from partnerships.document.steps.references import References
from partnerships.document.steps.step import Step
from partnerships.models import Dossier
from partnerships.pages.components.shown_edit import time_saved
from partnerships.pages.components.shown_field import ShownField
from partnerships.pages.dossier.dossier_edits import edits_of


def _conflict_question(field, other_texts, own_text, writings) -> str:
    """HTML of the question asked beside a field for which several texts were written."""
    shown = ShownField(
        field,
        errors=[],
        base="",
        rivals=other_texts,
        writings=writings,
        own_digest=value_digest(own_text),
    )
    return render_to_string("partnerships/components/_field_conflict.html", {"field": shown})


def save_response(
    dossier: Dossier, step: Step, user, *, is_outdated: bool, typed: dict[str, Value]
) -> dict:
    """The response to the page of `step` that saved `typed`."""
    references = References(dossier, dossier.buffer)
    writings = conflict_writings(dossier, references.buffer)
    edits = {"edits": edits_of(dossier, user)}
    return {
        **saved_values(dossier.buffer, step, typed, is_outdated=is_outdated),
        "at": time_saved(),
        "conflicts": {
            path: _conflict_question(
                field, texts, typed.get(path, dossier.buffer.get(path)), writings.get(path, {})
            )
            for path, field, texts in conflicts(references, step, typed)
        },
        "edits": render_to_string("partnerships/components/_edits.html", edits),
    }
