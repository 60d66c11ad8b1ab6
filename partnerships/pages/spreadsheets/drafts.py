"""Creates the drafts of the chosen rows, each only once even under concurrent requests."""

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
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

TO_DRAFT = Q(state__in=(RowState.GOOD, RowState.DOUBTFUL, RowState.CHANGED)) | Q(
    state=RowState.FAULTY, is_whole=True
)
OUTCOME_MAX = SpreadsheetRow._meta.get_field("outcome").max_length


def ask(rows: QuerySet[SpreadsheetRow], spreadsheet: SpreadsheetImport, act: RowAct) -> int:
    """Records the act to do on `rows`, so that it is done even if this process dies.

    Returns the number of rows.
    """
    with transaction.atomic():
        count = rows.update(act=act, outcome="", is_refused=False)
        pending = spreadsheet.rows.exclude(act="").count()
        SpreadsheetImport.objects.filter(pk=spreadsheet.pk).update(
            asked_count=pending, advanced_at=timezone.now()
        )
    return count


def _buffer_for(row: SpreadsheetRow, dossier: Dossier) -> Buffer:
    """Returns the buffer of the row with the lead authority of the dossier put first."""
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


def _merge_into_draft(dossier: Dossier, before: Buffer, written: Buffer, by):
    """Merges what the row changed since it was last sent; if the form changed it too, both stay."""
    with editing(dossier, by) as buffer:
        merged = merge(before, buffer, written)
        if not has_contact(merged):
            merged = with_contact(merged, by)
        buffer.clear()
        buffer.update(merged)


def _create(row, by):
    authority = row.spreadsheet.authority
    dossier = create_dossier(authority, by)
    written = _buffer_for(row, dossier)
    _merge_into_draft(dossier, {}, written, by)
    SpreadsheetDraft.objects.create(
        authority=authority,
        key=row.key,
        dossier=dossier,
        cells_digest=row.cells_digest,
        buffer_text=as_stored(written),
    )
    if row.state == RowState.FAULTY:
        return dossier, _("Brouillon créé, avec des cases à corriger dans le formulaire.")
    return dossier, _("Brouillon créé.")


def _update(row, draft, by):
    dossier = draft.dossier
    if draft.cells_digest == row.cells_digest:
        return dossier, _("Déjà au portail\u202f: rien n’a changé.")
    if draft.cells_digest != row.draft_digest:
        raise Refused(
            _(
                "Un autre fichier a écrit le brouillon de cette ligne depuis la relecture de "
                "celui-ci\u202f: renvoyez le fichier qui convient."
            )
        )
    if not Dossier.objects.editable_by(by).filter(pk=dossier.pk).exists():
        raise Refused(_("Ce dossier ne se modifie plus\u202f: il est déposé, ou à la corbeille."))
    written = _buffer_for(row, dossier)
    _merge_into_draft(dossier, draft.buffer, written, by)
    draft.cells_digest, draft.buffer_text = row.cells_digest, as_stored(written)
    draft.save(update_fields=["cells_digest", "buffer_text"])
    return dossier, _("Brouillon mis à jour.")


def _create_or_update(row, by):
    """Returns (dossier, outcome) of a row.

    If another spreadsheet creates the same draft at the same moment, that is the draft.
    """
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
    """Records that the act on `row` is done or refused."""
    fields |= {"act": RowAct.NONE, "outcome": outcome[:OUTCOME_MAX], "is_refused": is_refused}
    SpreadsheetRow.objects.filter(pk=row.pk).update(**fields)
    SpreadsheetImport.objects.filter(pk=row.spreadsheet_id).update(advanced_at=timezone.now())


def lock_pending_row(pk: int, act: RowAct) -> SpreadsheetRow | None:
    """Returns the row, locked, if `act` is still to be done on it."""
    rows = SpreadsheetRow.objects.select_related("spreadsheet__authority__successor", "dossier")
    return rows.select_for_update(of=("self",)).filter(pk=pk, act=act).first()


@transaction.atomic
def make_draft(pk: int, by) -> None:
    """Creates or updates the draft of a row marked for it."""
    row = lock_pending_row(pk, RowAct.DRAFT)
    if row is None:
        return
    try:
        with transaction.atomic():
            dossier, outcome = _create_or_update(row, by)
    except NotAllowed:
        finish(row, _("Vous n’êtes plus membre de cette collectivité."), is_refused=True)
    except (Refused, NotSaved) as refusal:
        finish(row, str(refusal), is_refused=True)
    else:
        finish(row, outcome, is_refused=False, state=RowState.KNOWN, dossier=dossier)


def pending_rows(spreadsheet_pk: int, act: RowAct) -> list[int]:
    """Returns the primary keys of the rows on which `act` is still to be done."""
    rows = SpreadsheetRow.objects.filter(spreadsheet=spreadsheet_pk, act=act)
    return list(rows.order_by("line").values_list("pk", flat=True))
