"""Who may ask for the pages of members: their area, their dossiers, their spreadsheets."""

from dataclasses import replace

from tests.access.roles import (
    ELSEWHERE,
    MEMBERS,
    NOT_ALLOWED,
    OFFICERS,
    OWN,
    REVIEWERS,
    SHOWN,
    SIGNED_IN,
    SIGNED_OUT,
    SIGNED_OUT_TOLD,
    TEAM,
    Line,
    act,
    everyone,
    form,
    kept_act,
    page,
    script_act,
)

AREA = {
    "account_erasure": form(SIGNED_IN),
    "account_erasure_by_administrator": form({"superuser"}, {"superuser"}, pk="account"),
    "workspace": page(SIGNED_IN),
    "confirmation_list": form(SIGNED_IN),
    "data_export": form(SIGNED_IN),
    "data_export_download": page({"contributor"}, uuid="export"),
    "membership_request": form(SIGNED_IN),
    "authority_request_create": form(SIGNED_IN),
    "membership_list": page(SIGNED_IN),
    "membership_end": page({"contributor", "manager"}, pk="membership"),
    "membership_action": act({"contributor", "manager"}, pk="membership", action="retirer"),
    "takeover_create": form({"contributor"}, pk="membership"),
    "invitation_create": form({"manager", "stranger"}),
    "invitation_action": act({"manager"}, uuid="invitation", action="annuler"),
    # Whoever has the link sees it; the person it was sent to goes to their own page.
    "invitation_open": Line(
        {**everyone(SHOWN), "newcomer": ELSEWHERE},
        everyone(NOT_ALLOWED),
        is_open=True,
        given={"token": "invitation_link"},
    ),
    "invitation_detail": page({"newcomer"}, uuid="invitation"),
    "invitation_answer": act({"newcomer"}, uuid="invitation", answer="refuser"),
    "dossier_mute": act(OWN | OFFICERS, uuid="reviewed"),
    "partnership_confirm": act(TEAM, public_id="published", body={"version": "version"}),
    "joining": form({"co_member", "stranger"}, public_id="published"),
    "report_list": page(SIGNED_IN),
    "report_detail": replace(form(TEAM | OFFICERS, uuid="report"), is_open=True),
    "notification_list": page(SIGNED_IN),
    "notification_read": act(SIGNED_IN),
    "notification_choices": form(SIGNED_IN),
}
SPREADSHEETS = {
    "spreadsheet_list": form(MEMBERS),
    "spreadsheet_template": page(SIGNED_IN, extension="csv"),
    "spreadsheet_detail": page(TEAM, uuid="spreadsheet"),
    "spreadsheet_progress": page(TEAM, uuid="spreadsheet"),
    "spreadsheet_corrections": page(TEAM, uuid="spreadsheet"),
    "spreadsheet_answers": act(TEAM, uuid="spreadsheet"),
    "spreadsheet_drafts": act(TEAM, uuid="spreadsheet"),
    "spreadsheet_deposit": form(TEAM, uuid="spreadsheet"),
    "spreadsheet_resume": act(TEAM, uuid="spreadsheet"),
    "spreadsheet_delete": act(TEAM, uuid="spreadsheet"),
}
DOSSIERS = {
    "dossier_create": form(SIGNED_IN),
    "dossier_bin": page(SIGNED_IN),
    "search_box": page(SIGNED_IN, name="authorities"),
    # Officers read what was deposited, on their own page.
    "dossier_detail": page(OWN, elsewhere=REVIEWERS, uuid="reviewed"),
    "dossier_preview": page(OWN, uuid="draft"),
    "dossier_earlier": form(TEAM, uuid="draft"),
    "dossier_pdf": page(OWN, uuid="reviewed"),
    "summary_pdf": page(OWN, uuid="reviewed"),
    "dossier_help": page(TEAM, uuid="draft", step="identite"),
    "dossier_action": act(TEAM, told={"co_member"}, uuid="submitted", action="withdraw"),
    "dossier_decline": act({"co_member"}, told=TEAM, uuid="submitted"),
    "dossier_duplicate": act(TEAM, uuid="submitted"),
    "dossier_hand_over": act({"manager"}, uuid="submitted"),
    "dossier_message": kept_act(OWN, uuid="reviewed"),
    "change_request_answer": kept_act(TEAM, told={"co_member"}, uuid="changes_requested"),
    "attachment_download": page(OWN | OFFICERS, uuid="reviewed", attachment="document"),
    "attachment_picture": page(
        OWN | OFFICERS, uuid="reviewed", attachment="image", width="width", end="webp"
    ),
    "letter_download": page(OWN | OFFICERS, uuid="closed", letter="letter"),
    "dossier_amend": act(TEAM | OFFICERS, public_id="published"),
    "partnership_close": act(TEAM, public_id="published"),
    "phase_change": form(TEAM, public_id="published"),
    "claim": form(TEAM, public_id="imported"),
    # A member of the other authority reads it, on the page of the dossier.
    "dossier_step": Line(
        get=page(TEAM, elsewhere={"co_member"}).get,
        post=form(TEAM).post,
        acts=TEAM,
        is_open=True,
        given={"uuid": "draft", "step": "identite"},
    ),
    "autosave": script_act(
        TEAM,
        page(TEAM).get | dict.fromkeys(SIGNED_OUT, SIGNED_OUT_TOLD),
        uuid="draft",
        step="identite",
    ),
    "attachment_upload": script_act(TEAM, everyone(NOT_ALLOWED), uuid="draft"),
}
LINES = {
    f"partnerships:{name}": line for name, line in {**AREA, **SPREADSHEETS, **DOSSIERS}.items()
}
