"""The fields that a page of the form sent, and digests of the texts they started from."""

from django import forms
from django.http import QueryDict

from partnerships.document.buffer_values import field_at
from partnerships.document.steps.step import Step
from partnerships.pages.components.signed_out_fields import BASE, Typed


def read_typed_fields(data: QueryDict, step: Step) -> Typed:
    """The fields of `step` in `data`. A box sent only as a base digest is unchecked: empty."""
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
