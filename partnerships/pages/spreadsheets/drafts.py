"""Drafts made from the chosen rows: each once, however often it is requested."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.buffer import NotSaved, editing
from partnerships.document.merging import merge
from partnerships.document.steps.references import Buffer, texts
from partnerships.models import (
    Dossier,
    RowAct,
    RowState,
    SpreadsheetDraft,
    SpreadsheetImport,
    SpreadsheetRow,
)
from partnerships.models.spreadsheet import as_stored
from partnerships.pages.spreadsheets.check import has_contact, with_contact
from partnerships.pages.spreadsheets.columns import AUTHORITIES
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.refusals import NotAllowed, Refused

MAKES_A_DRAFT = (RowState.GOOD, RowState.DOUBTFUL, RowState.CHANGED)
OUTCOME_MAX = SpreadsheetRow._meta.get_field("outcome").max_length


def ask(rows: QuerySet[SpreadsheetRow], spreadsheet: SpreadsheetImport, act: RowAct) -> int:
    """Store the request on `rows`, so that it is done even if this process dies."""
    with transaction.atomic():
        asked = rows.update(act=act, outcome="", is_refused=False)
        waiting = spreadsheet.rows.exclude(act="").count()
        SpreadsheetImport.objects.filter(pk=spreadsheet.pk).update(
            asked_count=waiting, advanced_at=timezone.now()
        )
    return asked


def _as_written(row: SpreadsheetRow, dossier: Dossier) -> Buffer:
    """The buffer of the row for this dossier; its first authority is the lead one."""
    buffer = row.buffer
    lead = [
        uuid
        for uuid in texts(dossier.buffer.get(AUTHORITIES))
        if dossier.buffer.get(f"{AUTHORITIES}.{uuid}.authority") == dossier.lead_authority.key
    ]
    return {
        **buffer,
        **{f"{AUTHORITIES}.{uuid}.authority": dossier.lead_authority.key for uuid in lead},
        AUTHORITIES: [*lead, *buffer.get(AUTHORITIES, [])],
    }


def _fill(dossier: Dossier, before: Buffer, written: Buffer, by):
    """Write what the row changed since last sent; keep both texts if the form changed too."""
    with editing(dossier, by) as buffer:
        merged = merge(before, buffer, written)
        if not has_contact(merged):
            merged = with_contact(merged, by)
        buffer.clear()
        buffer.update(merged)


def _create(row, by):
    authority = row.spreadsheet.authority
    dossier = create_dossier(authority, by)
    written = _as_written(row, dossier)
    _fill(dossier, {}, written, by)
    SpreadsheetDraft.objects.create(
        authority=authority,
        key=row.key,
        dossier=dossier,
        cells_digest=row.cells_digest,
        buffer_text=as_stored(written),
    )
    return dossier, _("Brouillon créé.")


def _update(row, draft, by):
    dossier = draft.dossier
    if draft.cells_digest == row.cells_digest:
        return dossier, _("Déjà au portail\u202f: rien n’a changé.")
    if not Dossier.objects.editable_by(by).filter(pk=dossier.pk).exists():
        raise Refused(_("Ce dossier ne se modifie plus\u202f: il est déposé, ou à la corbeille."))
    written = _as_written(row, dossier)
    _fill(dossier, draft.buffer, written, by)
    draft.cells_digest, draft.buffer_text = row.cells_digest, as_stored(written)
    draft.save(update_fields=["cells_digest", "buffer_text"])
    return dossier, _("Brouillon mis à jour.")


def _draft_once(row, by):
    """The dossier of a row, even one that another spreadsheet is creating at this moment."""
    drafts = SpreadsheetDraft.objects.filter(authority=row.spreadsheet.authority, key=row.key)
    drafts = drafts.select_related("dossier__lead_authority").select_for_update(of=("self",))
    for _attempt in range(2):
        draft = drafts.first()
        if draft:
            return _update(row, draft, by)
        try:
            with transaction.atomic():
                return _create(row, by)
        except IntegrityError:
            continue
    raise Refused(_("Le brouillon n’a pas pu être créé. Réessayez dans un instant."))


def finish(row: SpreadsheetRow, outcome: str, *, is_refused: bool, **fields):
    """Mark the request on `row` as done or refused."""
    fields |= {"act": RowAct.NONE, "outcome": outcome[:OUTCOME_MAX], "is_refused": is_refused}
    SpreadsheetRow.objects.filter(pk=row.pk).update(**fields)
    SpreadsheetImport.objects.filter(pk=row.spreadsheet_id).update(advanced_at=timezone.now())


def waiting_row(pk: int, act: RowAct) -> SpreadsheetRow | None:
    """The locked row, if its request is still to be done."""
    rows = SpreadsheetRow.objects.select_related("spreadsheet__authority__successor", "dossier")
    return rows.select_for_update(of=("self",)).filter(pk=pk, act=act).first()


@transaction.atomic
def make_draft(pk: int, by) -> None:
    """Create or update the draft of a row, if requested."""
    row = waiting_row(pk, RowAct.DRAFT)
    if row is None:
        return
    try:
        with transaction.atomic():
            dossier, outcome = _draft_once(row, by)
    except NotAllowed:
        finish(row, _("Vous n’êtes plus membre de cette collectivité."), is_refused=True)
    except (Refused, NotSaved) as refusal:
        finish(row, str(refusal), is_refused=True)
    else:
        finish(row, outcome, is_refused=False, state=RowState.KNOWN, dossier=dossier)


def waiting(spreadsheet_pk: int, act: RowAct) -> list[int]:
    """Keys of the rows where `act` is still to be done."""
    rows = SpreadsheetRow.objects.filter(spreadsheet=spreadsheet_pk, act=act)
    return list(rows.order_by("line").values_list("pk", flat=True))
