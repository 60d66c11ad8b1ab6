"""The autosave response: stored values, and other people's edits."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format

from partnerships.document.buffer import Value, as_shown, rivals, value_digest
from partnerships.document.canonical import canonical, digest
from partnerships.document.steps import LISTS
from partnerships.document.steps.references import Buffer, References, texts
from partnerships.document.steps.step import Step
from partnerships.document.validation import CONFLICT, ITEM_FIELD
from partnerships.models import Dossier
from partnerships.pages.dossier.dossier_edits import edits_of
from partnerships.pages.dossier.shown_fields import ShownField
from partnerships.pages.dossier.typed_fields import field_at


def version_of(buffer: Buffer) -> str:
    """A short digest of the whole buffer; a page sends it to ask whether anything changed."""
    return digest(canonical(buffer))[:16]


def values_at(buffer: Buffer, path: str) -> list[str]:
    """The stored values of the field at `path`, as its page would send them."""
    value = as_shown(buffer.get(path))
    return value if isinstance(value, list) else [value]


def _form_at(step, path, references):
    match = ITEM_FIELD.fullmatch(path)
    if match and match[1] in LISTS:
        return LISTS[match[1]](references.buffer, references, match[2]), match[3]
    return step.form(references.buffer, references), path.rpartition(".")[2]


def _other_texts(buffer, path, typed: Value | None):
    """The texts stored for `path` that differ from the one in the field of the page."""
    all_texts = dict.fromkeys([values_at(buffer, path)[0], *map(as_shown, rivals(buffer, path))])
    in_field = as_shown(buffer.get(path) if typed is None else typed)
    return [text for text in all_texts if text != in_field]


def conflict_questions(dossier: Dossier, step: Step, typed: dict[str, Value]) -> dict[str, str]:
    """Returns path → HTML asking the user to choose, for fields of `step` with several texts.

    `typed`: the values in the fields of the page, where they differ from the stored ones.
    """
    buffer = dossier.buffer
    references = References(dossier, buffer)
    paths = [path.removeprefix(CONFLICT) for path in buffer if path.startswith(CONFLICT)]
    questions = {}
    for path in paths:
        if field_at(step, path):
            form, name = _form_at(step, path, references)
            others = _other_texts(buffer, path, typed.get(path))
            field = ShownField(form[name], errors=[], base="", rivals=others, conversation=None)
            context = {"field": field}
            questions[path] = render_to_string(
                "partnerships/dossier/_dossier_conflict.html", context
            )
    return questions


def _fields_of(buffer, step):
    """Returns path → (values, digest) of every field that `step` shows."""
    own = step.form.base_fields
    paths = [f"{step.form.path}.{name}" if step.form.path else name for name in own]
    for item in step.lists:
        for uuid in dict.fromkeys(texts(buffer.get(item.list_name))):
            paths += [f"{item.list_name}.{uuid}.{name}" for name in item.base_fields]
    return {
        path: (values_at(buffer, path), value_digest(buffer.get(path)))
        for path in paths
        if field_at(step, path)
    }


def save_response(
    dossier: Dossier, step: Step, user, *, is_outdated: bool, typed: dict[str, Value]
) -> dict:
    """Builds the response to the page of `step` that saved `typed`.

    It holds stored values that differ, conflicts and other people's edits; for an outdated page,
    every field of the step as well.
    """
    buffer = dossier.buffer
    edits = {"edits": edits_of(dossier, user)}
    answer = {
        "version": version_of(buffer),
        "at": time_format(timezone.localtime(), "H:i"),
        "bases": {path: value_digest(buffer.get(path)) for path in typed},
        "standing": {
            path: values_at(buffer, path)
            for path, value in typed.items()
            if as_shown(value) != as_shown(buffer.get(path))
        },
        "conflicts": conflict_questions(dossier, step, typed),
        "edits": render_to_string("partnerships/dossier/_dossier_edits.html", edits),
    }
    if is_outdated:
        answer["fields"] = _fields_of(buffer, step)
        answer["items"] = {
            item.list_name: list(dict.fromkeys(texts(buffer.get(item.list_name))))
            for item in step.lists
        }
    return answer
