"""Who may ask for the workshop of the propositions: a 403 without the role, whatever the row."""

from dataclasses import replace

from tests.access.roles import (
    ANSWERED,
    CURATORS,
    FORBIDDEN,
    SHOWN,
    SIGNED_IN,
    SIGNED_OUT,
    SIGNED_OUT_TOLD,
    Line,
    act,
    form,
    page,
)

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
WORDING = {
    # What was typed is kept until one signs in, if the session ended.
    "workshop_draft": replace(
        form(CURATORS, CURATORS, number="6"), is_open=True, body={"title": "Un titre"}
    ),
    # A script asks: it cannot show a sign-in page, so it is told so instead.
    "workshop_draft_autosave": Line(
        {
            **dict.fromkeys(SIGNED_IN, FORBIDDEN),
            **dict.fromkeys(CURATORS, SHOWN),
            **dict.fromkeys(SIGNED_OUT, SIGNED_OUT_TOLD),
        },
        {
            **dict.fromkeys(SIGNED_IN, FORBIDDEN),
            **dict.fromkeys(CURATORS, ANSWERED),
            **dict.fromkeys(SIGNED_OUT, SIGNED_OUT_TOLD),
        },
        CURATORS,
        is_open=True,
        given={"number": "6"},
        body={"person": "person", "title": "Un titre"},
    ),
    "workshop_draft_help": page(CURATORS, CURATORS, number="6"),
    "workshop_draft_preview": page(CURATORS, CURATORS, number="6"),
    "workshop_draft_begin": act(CURATORS, CURATORS, number="5"),
    "workshop_draft_discard": act(
        CURATORS, CURATORS, number="6", body={"version": "proposal_draft"}
    ),
    "workshop_publish": replace(
        form(CURATORS, CURATORS, number="6"), body={"version": "proposal_draft", "when": "now"}
    ),
    "workshop_unschedule": act(
        CURATORS, CURATORS, number="6", pk="scheduled_text", body={"keep": "draft"}
    ),
    "workshop_publish_scheduled": act(CURATORS, CURATORS, number="6", pk="scheduled_text"),
    "workshop_history": page(CURATORS, CURATORS, number="6"),
    "workshop_text": page(CURATORS, CURATORS, number="6", pk="earlier_text"),
    "workshop_restore": act(
        CURATORS, CURATORS, number="6", pk="earlier_text", body={"replaced": "proposal_draft"}
    ),
}
PROGRESS = {
    # What was typed is kept until one signs in, if the session ended.
    "workshop_note": replace(form(CURATORS, CURATORS, number="5"), is_open=True),
    "workshop_note_withdraw": act(CURATORS, CURATORS, number="5", uuid="progress_note"),
}
LINES = {f"proposals:{name}": line for name, line in (WORKSHOP | WORDING | PROGRESS).items()}
