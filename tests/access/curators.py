"""Who may ask for the workshop of the propositions: a 403 without the role of curator."""

from tests.access.roles import CURATORS, act, form, page

WORKSHOP = {
    "workshop": page(CURATORS, CURATORS),
    "workshop_order": form(CURATORS, CURATORS),
    "workshop_proposal": page(CURATORS, CURATORS, number="5"),
    "workshop_settings": form(CURATORS, CURATORS, number="5"),
    "workshop_illustration": form(CURATORS, CURATORS, number="5"),
    "workshop_illustration_removal": act(CURATORS, CURATORS, number="5"),
    "workshop_replacement": form(CURATORS, CURATORS),
    "workshop_replacement_template": page(CURATORS, CURATORS, extension="csv"),
    "workshop_replacement_file": form(CURATORS, CURATORS, uuid="waiting_file"),
    "workshop_replacement_discard": act(CURATORS, CURATORS, uuid="waiting_file"),
    "workshop_replacement_undo": form(CURATORS, CURATORS, pk="replacement"),
}
LINES = {f"proposals:{name}": line for name, line in WORKSHOP.items()}
