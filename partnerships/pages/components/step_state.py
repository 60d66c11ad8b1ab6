"""The state of each step of the form, and what is missing before the deposit."""

from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships.document.buffer import as_shown
from partnerships.document.item_names import item_label
from partnerships.document.schema import FILE_LISTS
from partnerships.document.steps import (
    CLOSURE,
    CONTACT,
    LAST_STEP,
    LISTS,
    STEPS,
    STEPS_BY_SLUG,
    field_of,
    step_of,
)
from partnerships.document.steps.references import Buffer, References
from partnerships.document.steps.step import Step
from partnerships.document.validation import CONFLICT, FieldError, Validation
from partnerships.models import Dossier, DossierKind


class State(models.TextChoices):
    COMPLETE = "complete", _("complète")
    PREFILLED = "prefilled", _("préremplie, à relire")
    TO_START = "to_start", _("à commencer")
    TO_COMPLETE = "to_complete", _("à compléter")
    TO_CORRECT = "to_correct", _("à corriger")
    OPTIONAL = "optional", _("facultative")
    READY = "ready", _("prête")


LEFT = frozenset((State.TO_START, State.TO_COMPLETE, State.TO_CORRECT))


@dataclass(frozen=True)
class StepState:
    """A step in the list of steps."""

    step: Step
    number: int
    state: State
    url: str
    is_current: bool


@dataclass(frozen=True)
class FieldErrorLink:
    """An error of the dossier, with a link to its field."""

    label: str
    message: str
    url: str
    step: Step


def is_typed(buffer: Buffer, path: str) -> bool:
    """Whether the buffer holds a value at `path`, or anywhere in the list or item at `path`."""
    if buffer.get(path) or buffer.get(CONFLICT + path):
        return path not in LISTS or path in FILE_LISTS
    return any(value and each.startswith(f"{path}.") for each, value in buffer.items())


def _is_begun(step, buffer, lead_key) -> bool:
    """Whether the step holds more than the lead authority, which the portal puts there."""
    return any(
        value and value != lead_key and not (path == "authorities" and len(value) == 1)
        for path, value in buffer.items()
        if step_of(path) == step
    )


def _state_of(step, dossier, buffer, errors):
    if step == LAST_STEP:
        return State.TO_COMPLETE if errors else State.READY
    own = [error for error in errors if error.step == step.slug]
    if any(is_typed(buffer, error.path) for error in own if error.path not in LISTS):
        return State.TO_CORRECT
    is_begun = _is_begun(step, buffer, dossier.lead_authority.key)
    if own:
        return State.TO_COMPLETE if is_begun else State.TO_START
    if step.is_optional and not is_begun:
        return State.OPTIONAL
    return State.PREFILLED if _is_prefilled(step, dossier) else State.COMPLETE


def _is_prefilled(step, dossier) -> bool:
    """Whether a new dossier has what the portal knew of its contact, that nobody has read."""
    if step != CONTACT or dossier.base_version_id:
        return False
    return not dossier.edits.filter(path__startswith=step.form.path).exists()


def step_url(dossier: Dossier, step: Step, query: str = "", path: str = "") -> str:
    """Returns the address of a step, or of the field at `path` in it."""
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, step.slug])
    return f"{address}{query and '?' + query}{path and '#champ-' + path}"


def step_states(
    dossier: Dossier, validation: Validation, current: Step | None = None
) -> list[StepState]:
    buffer = dossier.buffer
    return [
        StepState(
            step=step,
            number=number,
            state=_state_of(step, dossier, buffer, validation.errors),
            url=step_url(dossier, step),
            is_current=step == current,
        )
        for number, step in enumerate(STEPS, start=1)
    ]


@dataclass(frozen=True)
class Progress:
    """How many steps hold something and have no error, of those that may be filled in."""

    filled: int
    count: int
    optional: int
    is_ready: bool
    # Titles of the steps that the deposit still asks for.
    left: list[str]

    @property
    def text(self) -> str:
        filled = ngettext(
            "%(filled)s étape remplie sur %(count)s",
            "%(filled)s étapes remplies sur %(count)s",
            self.filled,
        ) % {"filled": self.filled, "count": self.count}
        if not self.optional:
            return filled
        optional = ngettext("%(count)s facultative", "%(count)s facultatives", self.optional) % {
            "count": self.optional
        }
        return f"{filled}, {optional}"


def progress(states: list[StepState]) -> Progress:
    counts = Counter(state.state for state in states)
    return Progress(
        filled=counts[State.COMPLETE],
        count=len(states) - 1,  # the last one reads the others again
        optional=counts[State.OPTIONAL],
        is_ready=bool(counts[State.READY]),
        left=[str(state.step.title) for state in states[:-1] if state.state in LEFT],
    )


def label_at(path: str, references: References) -> str:
    """Returns the label of the field at `path`, such as « Budget : 2026, … – Montant »."""
    parts, field = path.split("."), field_of(path)
    if parts[0] not in LISTS:
        return str(field.label) if field else str(step_of(path).title)
    has_item = len(parts) > 1
    label = item_label(references, *parts[:2]) if has_item else str(LISTS[parts[0]].label)
    return f"{label} – {field.label}" if field else label


def step_of_field(dossier: Dossier, path: str) -> Step:
    """Returns the step where `path` is edited; a closure has its own."""
    is_closing = dossier.kind == DossierKind.CLOSURE and CLOSURE.holds(path)
    return CLOSURE if is_closing else step_of(path)


def errors_with_links(references: References, errors: list[FieldError]) -> list[FieldErrorLink]:
    """Returns what must be corrected before the deposit, with links to the fields."""
    dossier = references.dossier
    return [
        FieldErrorLink(
            label=as_shown(label_at(error.path, references)),
            message=error.message,
            url=step_url(
                dossier, step_of_field(dossier, error.path), "verifier=1", as_shown(error.path)
            ),
            step=STEPS_BY_SLUG[error.step],
        )
        for error in errors
    ]
