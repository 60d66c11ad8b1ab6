"""Who may ask for the pages of officers: a 403 without their role, whatever the page is about."""

from tests.access.roles import (
    LEADS,
    OFFICERS,
    REVIEWERS,
    act,
    form,
    kept_act,
    page,
)

QUEUE = {
    "desk": page(OFFICERS, OFFICERS),
    "queue": page(OFFICERS, OFFICERS),
    "queue_export": page(OFFICERS, OFFICERS, extension="csv"),
    "queue_export_page": form(OFFICERS, OFFICERS),
    "queue_export_download": page({"officer"}, OFFICERS, uuid="queue_export"),
    "pack_page": page(OFFICERS, OFFICERS),
    "pack_download": page({"officer"}, OFFICERS, uuid="pack"),
    "officer_figures": page(OFFICERS, OFFICERS),
    "officer_figure_file": page(OFFICERS, OFFICERS, slug="flux", end="csv"),
    "officer_figures_csv": page(OFFICERS, OFFICERS, table="mois"),
    "calendar": form(OFFICERS, OFFICERS),
    "shortcuts": form(OFFICERS, OFFICERS),
    "queue_view_list": form(OFFICERS, OFFICERS),
    "queue_view_rename": act({"officer"}, OFFICERS, uuid="view"),
    "queue_view_update": act({"officer"}, OFFICERS, uuid="view"),
    "queue_view_delete": act({"officer"}, OFFICERS, uuid="view"),
    # It leads to a dossier; to who has none, it says so.
    "next_dossier": page({"own_officer"}, OFFICERS, elsewhere=REVIEWERS),
    "skip": act(REVIEWERS, OFFICERS, uuid="reviewed"),
    "skip_nothing": act(OFFICERS, OFFICERS),
    "team": page(LEADS, LEADS),
    "share": act(LEADS, LEADS),
    "absences": form(OFFICERS, OFFICERS),
    # Also of who stands in.
    "absence_end": act(LEADS | {"officer"}, OFFICERS, pk="absence"),
    "bulk_list": form(OFFICERS, OFFICERS),
    "bulk_run": page(LEADS | {"officer"}, OFFICERS, uuid="bulk"),
    "bulk_progress": page(LEADS | {"officer"}, OFFICERS, uuid="bulk"),
    "bulk_resume": act(LEADS | {"officer"}, OFFICERS, uuid="bulk"),
    # A lead reviewer reads it; who prepared it starts it.
    "bulk_details": act({"officer"}, OFFICERS, told=LEADS, uuid="bulk"),
    "bulk_start": act({"officer"}, OFFICERS, uuid="bulk"),
    # A lead reviewer is led back to what is planned.
    "bulk_contributions": form(
        {"officer"}, OFFICERS, elsewhere=LEADS, uuid="judged", dossier="judged_dossier"
    ),
    "bulk_take_back": act({"officer"}, OFFICERS, uuid="bulk"),
}
REVIEW = {
    # Officers of an authority of the dossier read it on the page of its members.
    "review_detail": page(REVIEWERS, OFFICERS, elsewhere={"own_officer"}, uuid="reviewed"),
    "review_file": page(REVIEWERS, OFFICERS, uuid="reviewed", attachment="document"),
    "review_pdf": page(REVIEWERS, OFFICERS, uuid="reviewed"),
    "journal_pdf": page(REVIEWERS, OFFICERS, uuid="reviewed"),
    "review_action": act(
        {"officer"}, OFFICERS, told=REVIEWERS, uuid="reviewed", action="request_changes"
    ),
    "assign": act(LEADS | {"officer"}, OFFICERS, told={"colleague"}, uuid="reviewed"),
    "review_message": kept_act(REVIEWERS, OFFICERS, uuid="reviewed"),
    "officer_note": kept_act(REVIEWERS, OFFICERS, body={"person": "person"}, uuid="reviewed"),
    "change_request_add": kept_act(REVIEWERS, OFFICERS, uuid="reviewed"),
    "change_request_act": act(
        REVIEWERS, OFFICERS, uuid="reviewed", change_request="change_request"
    ),
    "opinion_request": form({"officer"}, OFFICERS, uuid="reviewed"),
    "opinion_file": page(REVIEWERS, OFFICERS, uuid="reviewed", opinion="opinion"),
    "opinion_action": act(
        {"officer"}, OFFICERS, told=REVIEWERS, uuid="reviewed", opinion="awaited", action="retirer"
    ),
}
DECISIONS = {
    "outbox": page(OFFICERS, OFFICERS),
    "my_decisions": page(OFFICERS, OFFICERS),
    "outbox_release": form(OFFICERS, OFFICERS),
    "decision_detail": page(REVIEWERS, OFFICERS, uuid="decided"),
    "decision_preview": page(REVIEWERS, OFFICERS, uuid="decided"),
    "decision_action": act({"officer"}, OFFICERS, told=REVIEWERS, uuid="decided", action="release"),
}
CLEANING = {
    "report_desk": page(OFFICERS, OFFICERS),
    "authority_desk": page(OFFICERS, OFFICERS),
    "merger": form(OFFICERS, OFFICERS),
    "authority_request_detail": page(OFFICERS, OFFICERS, uuid="request"),
    "authority_request_add": act(OFFICERS, OFFICERS, uuid="request"),
    "authority_request_answer": act(OFFICERS, OFFICERS, uuid="request", answer="refuser"),
    "takeover_answer": act(REVIEWERS, OFFICERS, pk="takeover", answer="accepter"),
    "duplicate_list": page(OFFICERS, OFFICERS),
    "duplicate_detail": form(LEADS, OFFICERS, reads=OFFICERS, pk="duplicate"),
    "record_comparison": page(OFFICERS, OFFICERS),
    "record_pair": form(
        LEADS,
        OFFICERS,
        reads=OFFICERS,
        kind="compared_kind",
        one="one_record",
        other="other_record",
    ),
    "duplicate_settle": act(LEADS, OFFICERS, pk="duplicate", answer="ecarter"),
    "merge_list": page(OFFICERS, OFFICERS),
    "merge_detail": form(LEADS, OFFICERS, reads=OFFICERS, uuid="merge"),
    "suspension_list": page(OFFICERS, OFFICERS),
    "suspension_detail": form(REVIEWERS, OFFICERS, told={"own_officer"}, public_id="published"),
    "correction": form(REVIEWERS, OFFICERS, public_id="published"),
}
SETTINGS = {
    "instruction_settings": page(LEADS, LEADS),
    "instruction_rules": form(LEADS, LEADS),
    "campaign": form(LEADS, LEADS),
    "retention": form(LEADS, LEADS),
    "phrase_list": page(LEADS, LEADS),
    "phrase_create": form(LEADS, LEADS),
    "phrase_edit": form(LEADS, LEADS, pk="phrase"),
    "letter_templates": page(LEADS, LEADS),
    "letter_template_edit": form(LEADS, LEADS, outcome="refus", kind="tous"),
    "letter_template_preview": act(LEADS, LEADS, outcome="refus", kind="tous"),
    "letterhead": form(LEADS, LEADS),
    "letterhead_preview": act(LEADS, LEADS),
    "signatory_list": form(LEADS, LEADS),
    "signatory_withdraw": act(LEADS, LEADS, pk="signatory"),
    "advisory_body_list": page(LEADS, LEADS),
    "advisory_body_create": form(LEADS, LEADS),
    "advisory_body_edit": form(LEADS, LEADS, uuid="body"),
    "directory_import": form(LEADS, LEADS),
    "directory_export": page(LEADS, LEADS),
    "archive_list": page(LEADS, LEADS),
    "archive_return": act(LEADS, LEADS, uuid="archived"),
    "archived_pdf": page(LEADS, LEADS, uuid="archived"),
    "archived_journal_pdf": page(LEADS, LEADS, uuid="archived"),
}
AREAS = {**QUEUE, **REVIEW, **DECISIONS, **CLEANING, **SETTINGS}
LINES = {f"partnerships:{name}": line for name, line in AREAS.items()}
