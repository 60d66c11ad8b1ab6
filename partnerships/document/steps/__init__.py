"""The steps of the form, in the order of the pages."""

from django import forms

from partnerships.document.steps import (
    actors,
    budget,
    calendar,
    closure,
    contact,
    contributions,
    documents,
    identity,
    results,
    review,
    subject,
)
from partnerships.document.steps.references import References
from partnerships.document.steps.step import BufferForm, ItemForm, Step, item_uuid

STEPS: tuple[Step, ...] = (
    identity.STEP,
    actors.STEP,
    subject.STEP,
    calendar.STEP,
    budget.STEP,
    results.STEP,
    contributions.STEP,
    documents.STEP,
    contact.STEP,
    review.STEP,
)
LAST_STEP = review.STEP
CONTACT = contact.STEP
# Not a step: a separate page with fields of several steps.
CLOSURE = closure.STEP
STEPS_BY_SLUG = {step.slug: step for step in (*STEPS, CLOSURE)}
LISTS: dict[str, type[ItemForm]] = {item.list_name: item for step in STEPS for item in step.lists}
_STEP_OF_NAME = {name: step for step in STEPS for name in step.names}


def step_of(path: str) -> Step:
    """Returns the step that shows `path`; the last step if none does."""
    return _STEP_OF_NAME.get(path.removeprefix("conflict.").split(".")[0], LAST_STEP)


def field_of(path: str) -> forms.Field | None:
    """Returns the form field that reads `path`, such as « title » or « budget.<uuid>.amount »; None
    for a list or an item.
    """
    name, *rest = path.split(".")
    if name in LISTS:
        return LISTS[name].base_fields.get(rest[-1]) if len(rest) > 1 else None
    return step_of(path).form.base_fields.get(rest[-1] if rest else name)


__all__ = [
    "CLOSURE",
    "CONTACT",
    "LAST_STEP",
    "LISTS",
    "STEPS",
    "STEPS_BY_SLUG",
    "BufferForm",
    "ItemForm",
    "References",
    "Step",
    "field_of",
    "item_uuid",
    "step_of",
]
