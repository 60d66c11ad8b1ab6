"""The pages where lead reviewers write letters: name → (person, address)."""

from django.urls import reverse

from tests.factories.decisions import LetterheadFactory, SignatoryFactory


def _page(name, *arguments):
    return "lead_reviewer", lambda world: reverse(name, args=arguments)


def _written(name, factory, **fields):
    """The page of `name` once it has a row."""

    def address(world):
        if not factory._meta.model.objects.exists():
            factory(created_by=world.lead_reviewer, **fields)
        return reverse(name)

    return "lead_reviewer", address


LETTERS = {
    "partnerships:letter_templates": _page("partnerships:letter_templates"),
    "partnerships:letter_template_edit": _page(
        "partnerships:letter_template_edit", "refus", "tous"
    ),
    "partnerships:letterhead": _page("partnerships:letterhead"),
    "partnerships:letterhead written": _written("partnerships:letterhead", LetterheadFactory),
    "partnerships:signatory_list": _page("partnerships:signatory_list"),
    "partnerships:signatory_list written": _written(
        "partnerships:signatory_list", SignatoryFactory, delegated=True
    ),
}
