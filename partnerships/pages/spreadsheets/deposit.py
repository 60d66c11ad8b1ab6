"""The deposit of all the complete drafts of a spreadsheet at once."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from partnerships.document.steps.references import References, together
from partnerships.document.validation import validate
from partnerships.models import (
    Action,
    Attachment,
    Dossier,
    DossierEvent,
    RowAct,
    SpreadsheetImport,
    SpreadsheetRow,
)
from partnerships.models.dossier_status import EDITABLE
from partnerships.notifications.deposits import announce_deposits
from partnerships.pages.components.step_state import FieldErrorLink, errors_with_links
from partnerships.pages.spreadsheets.drafts import ask, finish, lock_pending_row, pending_rows
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused


@dataclass(frozen=True)
class Candidate:
    """A draft of the spreadsheet, with the fields missing for its deposit."""

    row: SpreadsheetRow
    dossier: Dossier
    missing: list[FieldErrorLink]


def _first_of_each(rows: list[SpreadsheetRow]) -> list[SpreadsheetRow]:
    """Returns the first row of each dossier: a file may have rows with the same reference."""
    first = {}
    for row in rows:
        first.setdefault(row.dossier_id, row)
    return list(first.values())


def candidates(spreadsheet: SpreadsheetImport) -> Iterator[Candidate]:
    """Yields the drafts that may still be deposited, in the order of the rows.

    Each is validated as for its deposit, with a constant number of queries.
    """
    rows = spreadsheet.rows.filter(
        dossier__status__in=EDITABLE, dossier__discarded_at__isnull=True
    ).select_related("dossier__lead_authority__successor", "dossier__partnership")
    rows = list(rows.order_by("line"))
    dossiers = {row.dossier_id: row.dossier for row in rows}
    attachments = defaultdict(list)
    for attachment in Attachment.objects.filter(dossier__in=dossiers).order_by("pk"):
        attachments[attachment.dossier_id].append(attachment)
    buffers = {pk: dossier.buffer for pk, dossier in dossiers.items()}
    shared = References(None, together(buffers.values()))
    for row in _first_of_each(rows):
        pk = row.dossier_id
        references = shared.shared_with(row.dossier, buffers[pk], attachments[pk])
        errors = validate(row.dossier, references).errors
        yield Candidate(row, row.dossier, errors_with_links(references, errors))


def ask_deposit(spreadsheet: SpreadsheetImport, row_pks: list[int]) -> int:
    """Marks the drafts of these rows as to be deposited; returns how many were marked."""
    last = DossierEvent.objects.filter(dossier=OuterRef("dossier")).order_by()
    last = last.values("dossier").annotate(last=Max("sequence")).values("last")
    rows = spreadsheet.rows.filter(
        pk__in=row_pks,
        act=RowAct.NONE,
        dossier__status__in=EDITABLE,
        dossier__discarded_at__isnull=True,
    )
    with transaction.atomic():
        rows.update(seen=Coalesce(Subquery(last), 0))
        return ask(rows, spreadsheet, RowAct.SUBMIT)


@transaction.atomic
def _deposit(pk, by):
    """Deposits the draft of a row; a refusal is recorded and does not stop the others."""
    row = lock_pending_row(pk, RowAct.SUBMIT)
    if row is None:
        return
    try:
        with transaction.atomic():
            perform(Action.SUBMIT, row.dossier, by=by, seen=row.seen, is_announced=False)
    except NotAllowed:
        finish(row, _("Ce dossier ne peut plus être déposé par vous."), is_refused=True)
    except Refused as refusal:
        finish(row, str(refusal), is_refused=True)
    else:
        finish(row, _("Déposé."), is_refused=False, is_to_tell=True)


@transaction.atomic
def _notify(spreadsheet, by):
    """Sends one mail per person for all the deposits not yet announced."""
    rows = spreadsheet.rows.select_for_update(of=("self",)).filter(is_to_tell=True)
    rows = list(
        rows.select_related("dossier__lead_authority", "dossier__reviewer").order_by("line")
    )
    if not rows:
        return
    last = rows[-1].dossier.last_sequence
    cause = f"spreadsheet:{spreadsheet.uuid}:{rows[0].line}-{rows[-1].line}:{last}"
    announce_deposits(cause, [row.dossier for row in _first_of_each(rows)], by=by)
    SpreadsheetRow.objects.filter(pk__in=[row.pk for row in rows]).update(is_to_tell=False)


def deposit(spreadsheet: SpreadsheetImport, by) -> None:
    """Does the deposits still to do; if killed in the middle, it can be resumed."""
    for pk in pending_rows(spreadsheet.pk, RowAct.SUBMIT):
        _deposit(pk, by)
    _notify(spreadsheet, by)
