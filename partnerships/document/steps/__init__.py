"""The steps of the form, in the order of the pages."""

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
# Not a step: a separate page with fields of several steps.
CLOSURE = closure.STEP
STEPS_BY_SLUG = {step.slug: step for step in (*STEPS, CLOSURE)}
LISTS: dict[str, type[ItemForm]] = {item.list_name: item for step in STEPS for item in step.lists}
_STEP_OF_NAME = {name: step for step in STEPS for name in step.names}


def step_of(path: str) -> Step:
    """Returns the step that shows `path`; the last step if none does."""
    return _STEP_OF_NAME.get(path.removeprefix("conflict.").split(".")[0], LAST_STEP)


__all__ = [
    "CLOSURE",
    "LAST_STEP",
    "LISTS",
    "STEPS",
    "STEPS_BY_SLUG",
    "BufferForm",
    "ItemForm",
    "References",
    "Step",
    "item_uuid",
    "step_of",
]
