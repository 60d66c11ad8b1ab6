"""The dry run: the dossier that each row would make, and the faults of its cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.document.buffer import TITLE_MAX, as_shown
from partnerships.document.steps import LISTS
from partnerships.document.steps.references import Buffer, References, together
from partnerships.document.steps.text import visible
from partnerships.document.validation import validate
from partnerships.models import (
    Dossier,
    LocalAuthority,
    RowState,
    SpreadsheetDraft,
    SpreadsheetImport,
    SpreadsheetRow,
)
from partnerships.models.dossier_status import EDITABLE
from partnerships.models.spreadsheet import as_stored
from partnerships.pages.components.step_state import label_at
from partnerships.pages.spreadsheets.columns import (
    AUTHORITIES,
    MAIN,
    PARTNERS,
    REFERENCE,
    Layout,
    layout,
)
from partnerships.pages.spreadsheets.directory import Directory
from partnerships.pages.spreadsheets.likeness import Likeness, Likenesses
from partnerships.pages.spreadsheets.reading import Sheet
from partnerships.pages.spreadsheets.rows import Filling, Place, fill_row
from partnerships.pages.spreadsheets.table import Row, Table, read_table

NAME_MAX = SpreadsheetImport._meta.get_field("file_name").max_length
LIKENESS_MAX = SpreadsheetRow._meta.get_field("likeness").max_length


@dataclass
class Checked:
    """A row after the dry run. `faults`: (place, sentence); `missing`: what the form will ask."""

    row: Row
    buffer: Buffer
    state: RowState = RowState.GOOD
    faults: list[tuple[Place, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    draft: SpreadsheetDraft | None = None
    likeness: Likeness | None = None


def contact_of(user) -> Buffer:
    """Contact fields for a row without contact: the person who sends the spreadsheet."""
    return {"contact.name": str(user), "contact.email": user.email}


def has_contact(buffer: Buffer) -> bool:
    return any(value and path.startswith("contact.") for path, value in buffer.items())


def with_contact(buffer: Buffer, user) -> Buffer:
    return buffer if has_contact(buffer) else {**buffer, **contact_of(user)}


def _is_written(path, buffer):
    """Whether a cell was filled at `path`, or in the item it belongs to."""
    return path not in LISTS and (path.split(".")[0] in LISTS or bool(buffer.get(path)))


def _place(filling: Filling, path: str) -> Place:
    """The cell of a fault of the form."""
    item = ".".join(path.split(".")[:2])
    place = filling.places.get(path) or filling.places.get(item)
    if place and not place.column:
        return Place(place.list_name, place.line, f"{place.list_name}.{path.split('.')[-1]}")
    return place or filling.main(path)


def _judge(filling: Filling, errors) -> Checked:
    """Sort the errors of the form into faults of cells and missing fields."""
    checked = Checked(filling.row, filling.buffer, faults=list(filling.faults))
    faulty = {place for place, _message in filling.faults}
    for error in errors:
        place = _place(filling, error.path)
        if error.path == "title" or _is_written(error.path, filling.buffer):
            if place not in faulty:
                checked.faults.append((place, error.message))
        elif not (error.path == PARTNERS and filling.main(PARTNERS) in faulty):
            checked.missing.append(as_shown(str(label_at(error.path, filling.buffer))))
    checked.missing = list(dict.fromkeys(checked.missing))
    return checked


def _check_forms(fillings: list[Filling], by) -> Iterator[Checked]:
    """Check each row with the forms of the steps and the rules of a deposit."""
    shared = References(None, together(filling.buffer for filling in fillings))
    for filling in fillings:
        dossier = Dossier(lead_authority=filling.authority)
        buffer = with_contact(filling.buffer, by)
        references = shared.shared_with(dossier, buffer)
        yield _judge(filling, validate(dossier, references).errors)


def _refuse_repeated(rows: list[Checked]):
    """Refuse rows with the same reference, or with none and the same content."""
    first = {}
    for checked in rows:
        line = first.setdefault(checked.row.key, checked.row.line)
        if line != checked.row.line:
            message = (
                _("Cette référence est déjà celle de la ligne %(line)s\u202f: changez-en une.")
                if checked.row.reference
                else _(
                    "Cette ligne dit la même chose que la ligne %(line)s\u202f: donnez une "
                    "référence à chacune, ou retirez-en une."
                )
            )
            place = Place(MAIN, checked.row.line, REFERENCE)
            checked.faults.insert(0, (place, message % {"line": line}))


def _state(checked: Checked) -> RowState:
    if checked.faults:
        return RowState.FAULTY
    if checked.draft is None:
        return RowState.DOUBTFUL if checked.likeness else RowState.GOOD
    dossier = checked.draft.dossier
    is_open = dossier.status in EDITABLE and not dossier.discarded_at
    is_same = checked.draft.cells_digest == checked.row.cells_digest
    return RowState.CHANGED if is_open and not is_same else RowState.KNOWN


def _check(table: Table, plan: Layout, authority: LocalAuthority, by) -> list[Checked]:
    names = {
        column: [
            name
            for row in table.rows
            for name in plan.main.by_name[column].texts(row.cells.get(column, ""))
        ]
        for column in (AUTHORITIES, PARTNERS)
    }
    directory = Directory(names[AUTHORITIES], names[PARTNERS])
    fillings = [fill_row(row, authority, plan, directory) for row in table.rows]
    rows = list(_check_forms(fillings, by))
    _refuse_repeated(rows)
    keys = [checked.row.key for checked in rows]
    drafts = SpreadsheetDraft.objects.filter(authority=authority, key__in=keys)
    known = {draft.key: draft for draft in drafts.select_related("dossier").order_by("pk")}
    named = References(None, together(checked.buffer for checked in rows))
    likenesses = Likenesses(authority, named.partners)
    for checked in rows:
        checked.draft = known.get(checked.row.key)
        if not checked.faults and checked.draft is None:
            checked.likeness = likenesses.of(checked.buffer)
        checked.state = _state(checked)
    return rows


def _stored(spreadsheet: SpreadsheetImport, checked: Checked, plan: Layout) -> SpreadsheetRow:
    faults = []
    for place, message in checked.faults:
        columns = plan.by_list[place.list_name]
        column = columns.by_name.get(place.column)
        heading = column.heading if column else ""
        title = columns.title if place.list_name else ""
        faults.append([title, place.line, heading, as_shown(message)])
    return SpreadsheetRow(
        spreadsheet=spreadsheet,
        line=checked.row.line,
        key=checked.row.key,
        title=visible(str(checked.buffer.get("title", "")))[:TITLE_MAX].strip(),
        content_text=as_stored(checked.row.content),
        buffer_text=as_stored(checked.buffer),
        cells_digest=checked.row.cells_digest,
        state=checked.state,
        faults_text=as_stored(faults),
        missing_text=as_stored(checked.missing),
        dossier=checked.draft and checked.draft.dossier,
        likeness=checked.likeness.label[:LIKENESS_MAX] if checked.likeness else "",
        likeness_url=checked.likeness.url if checked.likeness else "",
    )


def check_spreadsheet(
    authority: LocalAuthority, by, file_name: str, sheets: list[Sheet]
) -> SpreadsheetImport:
    """Check the rows and store the result of each; no dossier is changed.

    Raises UnreadableSpreadsheet.
    """
    plan = layout(References(None, {}))
    table = read_table(sheets, plan)
    rows = _check(table, plan, authority, by)
    report = {"notes": [as_shown(note) for note in table.notes], "orphans": table.orphans}
    with transaction.atomic():
        spreadsheet = SpreadsheetImport.objects.create(
            authority=authority,
            created_by=by,
            file_name=visible(file_name)[:NAME_MAX],
            report_text=as_stored(report),
        )
        SpreadsheetRow.objects.bulk_create(
            [_stored(spreadsheet, checked, plan) for checked in rows], batch_size=100
        )
    return spreadsheet
