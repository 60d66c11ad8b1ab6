"""What the page of a step sent: each field as typed, and the value it was loaded with."""

from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict

from partnerships.document.buffer import Value
from partnerships.document.steps import LISTS
from partnerships.document.steps.references import is_uuid
from partnerships.document.steps.step import Step
from partnerships.document.validation import ITEM_FIELD

BASE = "base."


@dataclass
class Typed:
    """By path: the values typed, and the digests of the values they replace."""

    fields: dict[str, Value] = field(default_factory=dict)
    base_digests: dict[str, str] = field(default_factory=dict)


def field_at(step: Step, path: str) -> forms.Field | None:
    """Returns the form field at `path` on the page of `step`, or None if none is shown there."""
    name = path
    if step.form.path:
        name = path.removeprefix(f"{step.form.path}.") if path.startswith(step.form.path) else ""
    form_field = step.form.base_fields.get(name)
    match = ITEM_FIELD.fullmatch(path)
    if match and is_uuid(match[2]) and LISTS.get(match[1]) in step.lists:
        form_field = LISTS[match[1]].base_fields.get(match[3])
    return None if form_field is None or form_field.widget.is_hidden else form_field


def read_typed_fields(data: QueryDict, step: Step) -> Typed:
    """Reads the fields of a page; a base digest without a value is an unchecked box: empty."""
    typed = Typed()
    for key in data:
        path = key.removeprefix(BASE)
        form_field = field_at(step, path)
        if form_field is None:
            continue
        is_list = isinstance(form_field, forms.MultipleChoiceField)
        typed.fields[path] = data.getlist(path) if is_list else data.get(path, "")
        if key.startswith(BASE):
            typed.base_digests[path] = data[key]
    return typed
