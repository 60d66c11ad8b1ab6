"""The values of a buffer, as the page of a step sends and receives them."""

from collections.abc import Iterator

from django import forms

from partnerships.document.buffer import Value, as_shown, rivals, value_digest
from partnerships.document.canonical import canonical, digest
from partnerships.document.steps import LISTS
from partnerships.document.steps.references import Buffer, References, texts
from partnerships.document.steps.step import Step
from partnerships.document.validation import CONFLICT, ITEM_FIELD
from partnerships.identifiers import is_uuid


def field_at(step: Step, path: str) -> forms.Field | None:
    """The field that one types in at `path` on the page of `step`."""
    name = path
    if step.form.path:
        name = path.removeprefix(f"{step.form.path}.") if path.startswith(step.form.path) else ""
    found = step.form.base_fields.get(name)
    match = ITEM_FIELD.fullmatch(path)
    if match and is_uuid(match[2]) and LISTS.get(match[1]) in step.lists:
        found = LISTS[match[1]].base_fields.get(match[3])
    return None if found is None or found.widget.is_hidden else found


def buffer_version(buffer: Buffer) -> str:
    """Digest of the whole buffer: a page that sends another one is outdated."""
    return digest(canonical(buffer))[:16]


def values_at(buffer: Buffer, path: str) -> list[str]:
    """The values of the field at `path`, as its page would send them."""
    value = as_shown(buffer.get(path))
    return value if isinstance(value, list) else [value]


def form_at(step: Step, path: str, references: References) -> tuple[forms.Form, str]:
    """Returns the form that shows the field at `path`, and its name there."""
    match = ITEM_FIELD.fullmatch(path)
    if match and match[1] in LISTS:
        return LISTS[match[1]](references.buffer, references, match[2]), match[3]
    return step.form(references.buffer, references), path.rpartition(".")[2]


def _other_texts(buffer, path, typed: Value | None):
    """Texts written for `path` that are not the one in the field of the page."""
    every = dict.fromkeys([values_at(buffer, path)[0], *map(as_shown, rivals(buffer, path))])
    in_field = as_shown(buffer.get(path) if typed is None else typed)
    return [text for text in every if text != in_field]


def conflicts(
    references: References, step: Step, typed: dict[str, Value]
) -> Iterator[tuple[str, forms.BoundField, list[str]]]:
    """(path, field, other texts) of the fields of `step` for which several texts were written.

    `typed`: what the page has in its fields, where that differs from the buffer.
    """
    buffer = references.buffer
    for path in [path.removeprefix(CONFLICT) for path in buffer if path.startswith(CONFLICT)]:
        if field_at(step, path):
            form, name = form_at(step, path, references)
            yield path, form[name], _other_texts(buffer, path, typed.get(path))


def step_values(buffer: Buffer, step: Step) -> dict[str, tuple[list[str], str]]:
    """path → (values, digest) of every field that `step` shows."""
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


def saved_values(
    buffer: Buffer, step: Step, typed: dict[str, Value], *, is_outdated: bool
) -> dict[str, object]:
    """What the buffer holds once `typed` is saved, for the page that sent it.

    `bases`: digests to start from; `standing`: values that differ from what was typed. An outdated
    page gets all the `fields` of its step too, and the identities of the `items` of its lists.
    """
    values = {
        "version": buffer_version(buffer),
        "bases": {path: value_digest(buffer.get(path)) for path in typed},
        "standing": {
            path: values_at(buffer, path)
            for path, value in typed.items()
            if as_shown(value) != as_shown(buffer.get(path))
        },
    }
    if is_outdated:
        values["fields"] = step_values(buffer, step)
        names = [item.list_name for item in step.lists]
        values["items"] = {name: list(dict.fromkeys(texts(buffer.get(name)))) for name in names}
    return values
