"""Who may ask for the workshop of the propositions: a 403 without the role, whatever the row."""

from dataclasses import replace

from tests.access.roles import CURATORS, act, form

PROGRESS = {
    # What was typed is kept until one signs in, if the session ended.
    "workshop_note": replace(form(CURATORS, CURATORS, number="5"), is_open=True),
    "workshop_note_withdraw": act(CURATORS, CURATORS, number="5", uuid="progress_note"),
}
LINES = {f"proposals:{name}": line for name, line in PROGRESS.items()}
