"""« Déclarer un partenariat »: what to have at hand and what follows, before any sign-in."""

from collections.abc import Iterator

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.document.steps import STEPS, Step
from partnerships.pages.components.metadata.static_metadata import card_metadata


def _required_labels(step: Step) -> Iterator[str]:
    for field in step.form.base_fields.values():
        if field.required:
            label = str(field.label)
            yield label[:1].lower() + label[1:]


def _questions():
    """(title of a step, labels of the fields that a deposit asks for), the steps with some."""
    found = ((step.title, list(_required_labels(step))) for step in STEPS)
    return [(title, labels) for title, labels in found if labels]


@public_page()
@require_safe
def declaration(request):
    questions = _questions()
    context = {
        "metadata": card_metadata("declarer", request.path),
        "questions": questions,
        "step_count": len(STEPS),
        # And at least one foreign partner.
        "required_count": sum(len(labels) for _title, labels in questions) + 1,
        "create": reverse("partnerships:dossier_create"),
    }
    return render(request, "partnerships/dossier/declaration.html", context)
