"""Validates a buffer: returns the document of a deposit, or its errors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from partnerships.document.assembly import Filled, assemble
from partnerships.document.rules import RULES
from partnerships.document.steps import LISTS, STEPS, step_of
from partnerships.document.steps.references import Buffer, References, texts
from partnerships.identifiers import is_uuid
from partnerships.models import Dossier

CONFLICT = "conflict."
ITEM_FIELD = re.compile(r"([a-z]+)\.([^.]+)\.([a-z_]+)")


@dataclass(frozen=True)
class FieldError:
    """An error of a field; `message` says what to do."""

    path: str
    step: str
    message: str


@dataclass(frozen=True)
class Validation:
    """The document of a deposit, or the errors that prevent it; `filled`: its forms."""

    document: dict | None
    filled: Filled
    errors: list[FieldError] = field(default_factory=list)

    @property
    def readable(self) -> dict:
        """The document, or its valid part if there are errors."""
        return self.document or assemble(self.filled.readable)


# Paths outside list items.
NAMES = frozenset(LISTS) | {
    f"{step.form.path}.{name}" if step.form.path else name
    for step in STEPS
    for name in step.form.base_fields
}


def uuids_by_list(buffer: Buffer) -> dict[str, frozenset[str]]:
    return {name: frozenset(texts(buffer.get(name))) for name in LISTS}


def is_known(path: str, uuids: dict[str, frozenset[str]]) -> bool:
    """Whether a step has a field at `path`; `uuids`: those of the items of each list."""
    path = path.removeprefix(CONFLICT)
    if path in NAMES:
        return True
    match = ITEM_FIELD.fullmatch(path)
    if not match or match[1] not in LISTS:
        return False
    return match[3] in LISTS[match[1]].base_fields and match[2] in uuids[match[1]]


def _buffer_errors(buffer: Buffer) -> Iterator[tuple[str, str]]:
    """Yields the errors of the buffer itself: unknown paths, conflicts, invalid uuids."""
    uuids = uuids_by_list(buffer)
    for path in buffer:
        if not is_known(path, uuids):
            yield (
                path,
                _("Une information inconnue du portail (%(path)s) est à retirer.")
                % {"path": ascii(path[:80])},
            )
        elif path.startswith(CONFLICT):
            yield (
                path.removeprefix(CONFLICT),
                _("Deux textes ont été écrits ici\u202f: choisissez celui qui reste."),
            )
    for name in LISTS:
        for uuid in texts(buffer.get(name)):
            if not is_uuid(uuid):
                yield name, _("Un élément de cette liste est illisible\u202f: retirez-le.")


def fill(dossier: Dossier, references: References) -> Filled:
    """Returns the forms of all steps, each cleaned, with their errors."""
    filled = Filled(dossier, references)
    buffer = references.buffer
    for step in STEPS:
        form = step.form(buffer, references)
        filled.errors.extend(form.field_errors)
        filled.fields.update(form.cleaned_data)
        for list_form in step.lists:
            items = step.items(list_form, buffer, references)
            items = [i for i in items if i.uuid in references.attachments or not i.is_empty]
            filled.errors.extend(error for item in items for error in item.field_errors)
            filled.lists[list_form.list_name] = items
    return filled


def validate(dossier: Dossier, references: References | None = None) -> Validation:
    """Validates the whole buffer, in a constant number of queries."""
    references = references or References(dossier, dossier.buffer)
    filled = fill(dossier, references)
    messages = [*_buffer_errors(references.buffer), *filled.errors]
    for rule in RULES:
        messages.extend(rule(filled))
    order = {step.slug: rank for rank, step in enumerate(STEPS)}
    errors = [
        FieldError(path, step_of(path).slug, message) for path, message in dict.fromkeys(messages)
    ]
    errors.sort(key=lambda error: order[error.step])
    return Validation(None if errors else assemble(filled), filled, errors)
