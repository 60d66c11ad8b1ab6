"""What a page of the form sent: every field of its step, as typed, and what it started from."""

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
    """Values and digests of what they were typed over, by path."""

    fields: dict[str, Value] = field(default_factory=dict)
    base_digests: dict[str, str] = field(default_factory=dict)


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


def read_typed_fields(data: QueryDict, step: Step) -> Typed:
    """A field that says what it started from and is not sent is an unchecked box: empty."""
    typed = Typed()
    for key in data:
        path = key.removeprefix(BASE)
        found = field_at(step, path)
        if found is None:
            continue
        is_list = isinstance(found, forms.MultipleChoiceField)
        typed.fields[path] = data.getlist(path) if is_list else data.get(path, "")
        if key.startswith(BASE):
            typed.base_digests[path] = data[key]
    return typed
