"""The pages where lead reviewers write letters: name → (person, address)."""

from django.urls import reverse


def _page(name, *arguments):
    return "lead_reviewer", lambda world: reverse(name, args=arguments)


LETTERS = {
    "partnerships:letter_templates": _page("partnerships:letter_templates"),
    "partnerships:letter_template_edit": _page(
        "partnerships:letter_template_edit", "refus", "tous"
    ),
    "partnerships:letterhead": _page("partnerships:letterhead"),
    "partnerships:signatory_list": _page("partnerships:signatory_list"),
}
