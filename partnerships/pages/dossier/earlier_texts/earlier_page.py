"""What a dossier held before, as its pages show it: removed items, replaced texts."""

from collections import defaultdict
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from partnerships.document.buffer_values import form_at
from partnerships.document.earlier import Writing, earlier_values, removed_items
from partnerships.document.field_value import Value, as_shown
from partnerships.document.item_names import item_label
from partnerships.document.schema import FILE_LISTS
from partnerships.document.steps import step_of
from partnerships.document.steps.references import References
from partnerships.document.steps.step import Step
from partnerships.models import Dossier, EarlierValue
from partnerships.pages.components.exchanges.conversation import subject_label
from partnerships.pages.components.step_state import step_url


@dataclass(frozen=True)
class RemovedItem:
    """An item removed from a list, which can be put back until the deposit; `row` says who
    removed it and when.
    """

    row: EarlierValue
    uuid: str
    label: str


def removed_by_list(
    dossier: Dossier, step: Step, references: References
) -> dict[str, list[RemovedItem]]:
    """Returns the items removed from each list of `step`. A file that is gone is left out."""
    removed = defaultdict(list)
    names = [form.list_name for form in step.lists]
    for row in removed_items(dossier, dossier.buffer, names):
        name, _dot, uuid = row.path.partition(".")
        if name not in FILE_LISTS or uuid in references.attachments:
            held = References(dossier, {**row.value["fields"], name: [uuid]})
            held.attachments = references.attachments
            removed[name].append(RemovedItem(row, uuid, item_label(held, name, uuid)))
    return removed


@dataclass(frozen=True)
class EarlierText:
    digest: str
    text: str
    writing: Writing


@dataclass(frozen=True)
class FieldHistory:
    """The texts that a field held before, the latest first, and the one it holds now."""

    path: str
    label: str
    url: str
    current: str
    texts: list[EarlierText]


def _labels(choices) -> dict[str, str]:
    labels = {}
    for value, label in choices:
        labels |= _labels(label) if isinstance(label, list | tuple) else {str(value): str(label)}
    return labels


def _text(field: forms.Field, value: Value) -> str:
    """Returns `value` as people read it: choices by their labels."""
    shown = as_shown(value)
    if isinstance(field, forms.BooleanField):
        return _("coché") if shown else _("décoché")
    if not isinstance(field, forms.ChoiceField):
        return shown if isinstance(shown, str) else "\n".join(shown)
    labels = _labels(field.choices)
    chosen = shown if isinstance(shown, list) else [shown] if shown else []
    return ", ".join(labels.get(each, each) for each in chosen)


def field_histories(dossier: Dossier) -> list[FieldHistory]:
    """Returns the fields that held something else before, the latest change first."""
    references = References(dossier, dossier.buffer)
    rows: dict[str, list[EarlierValue]] = defaultdict(list)
    for row in earlier_values(dossier):
        rows[row.path].append(row)
    return [_history(references, path, values) for path, values in rows.items()]


def _history(references, path, rows):
    step = step_of(path)
    form, name = form_at(step, path, references)
    field = form.fields.get(name) or form.base_fields[name]
    return FieldHistory(
        path=path,
        label=subject_label(path, references),
        url=step_url(references.dossier, step, path=path),
        current=_text(field, references.buffer.get(path)),
        texts=[
            EarlierText(row.digest, _text(field, row.value), Writing(row.by, row.at))
            for row in rows
        ],
    )
