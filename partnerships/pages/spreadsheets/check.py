"""The dry run: the draft each row of a spreadsheet would create, and the errors by cell."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.document.buffer import TITLE_MAX, as_shown
from partnerships.document.steps import LISTS
from partnerships.document.steps.references import Buffer, References, together
from partnerships.document.steps.text import visible
from partnerships.document.validation import Validation, validate
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
from partnerships.pages.spreadsheets.likeness import Likeness, LikenessFinder
from partnerships.pages.spreadsheets.questions import Answers, resemblance_questions
from partnerships.pages.spreadsheets.reading import Sheet
from partnerships.pages.spreadsheets.rows import ITEMS_MAX, CellRef, FilledRow, fill_row
from partnerships.pages.spreadsheets.table import Row, read_table

NAME_MAX = SpreadsheetImport._meta.get_field("file_name").max_length
# What a check finds of a row; the rest is what was read of it and what was done with it.
CHECKED = (
    "title",
    "buffer_text",
    "state",
    "faults_text",
    "missing_text",
    "dossier",
    "likeness",
    "likeness_url",
)
LIKENESS_MAX = SpreadsheetRow._meta.get_field("likeness").max_length


@dataclass
class CheckedRow:
    """A row after the dry run.

    `faults`: (cell, sentence); `missing`: labels of the fields left for the form;
    `is_asked`: whether the user has to say which record a name of it is.
    """

    row: Row
    buffer: Buffer
    state: RowState = RowState.GOOD
    faults: list[tuple[CellRef, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    is_asked: bool = False
    draft: SpreadsheetDraft | None = None
    likeness: Likeness | None = None


def contact_of(user) -> Buffer:
    """The default contact of the dossier: the person who sends the spreadsheet."""
    return {"contact.name": str(user), "contact.email": user.email}


def has_contact(buffer: Buffer) -> bool:
    return any(value and path.startswith("contact.") for path, value in buffer.items())


def with_contact(buffer: Buffer, user) -> Buffer:
    return buffer if has_contact(buffer) else {**buffer, **contact_of(user)}


def _is_from_cell(path, buffer):
    """Whether a cell gave the value at `path`, or the item it belongs to."""
    return path not in LISTS and (path.split(".")[0] in LISTS or bool(buffer.get(path)))


def _cell_of(filled: FilledRow, path: str) -> CellRef:
    """The cell where an error of the form at `path` comes from."""
    item = ".".join(path.split(".")[:2])
    cell = filled.sources.get(path) or filled.sources.get(item)
    if cell and not cell.column:
        return CellRef(cell.list_name, cell.line, f"{cell.list_name}.{path.split('.')[-1]}")
    return cell or filled.main_cell(path)


def _sort_errors(filled: FilledRow, validation: Validation) -> CheckedRow:
    """Splits the errors of the form into faults of cells and what is left for the form.

    Whether a partner is a known one that resembles it is asked by the form of the draft: nothing
    is chosen here.
    """
    checked = CheckedRow(filled.row, filled.buffer, faults=list(filled.faults))
    questions = resemblance_questions(validation)
    checked.is_asked = bool(filled.asked)
    reported = {cell for cell, _message in filled.faults} | filled.asked
    for error in validation.errors:
        question = questions.get((error.path, error.message))
        if question:
            checked.missing.append(as_shown(question))
            continue
        cell = _cell_of(filled, error.path)
        if error.path == "title" or _is_from_cell(error.path, filled.buffer):
            if cell not in reported:
                checked.faults.append((cell, error.message))
        elif not (error.path == PARTNERS and filled.main_cell(PARTNERS) in reported):
            checked.missing.append(as_shown(str(label_at(error.path, filled.buffer))))
    checked.missing = list(dict.fromkeys(checked.missing))
    return checked


def _check_forms(filled_rows: list[FilledRow], by) -> Iterator[CheckedRow]:
    """Validates each row with the forms of the steps and the rules of a deposit."""
    shared = References(None, together(filled.buffer for filled in filled_rows))
    for filled in filled_rows:
        dossier = Dossier(lead_authority=filled.authority)
        buffer = with_contact(filled.buffer, by)
        references = shared.shared_with(dossier, buffer)
        yield _sort_errors(filled, validate(dossier, references))


def _add_duplicate_faults(rows: list[CheckedRow]):
    """Adds a fault to rows with the same reference, or with the same content and no reference."""
    first_lines = {}
    for checked in rows:
        line = first_lines.setdefault(checked.row.key, checked.row.line)
        if line != checked.row.line:
            message = (
                _("Cette référence est déjà celle de la ligne %(line)s\u202f: changez-en une.")
                if checked.row.reference
                else _(
                    "Cette ligne dit la même chose que la ligne %(line)s\u202f: donnez une "
                    "référence à chacune, ou retirez-en une."
                )
            )
            cell = CellRef(MAIN, checked.row.line, REFERENCE)
            checked.faults.insert(0, (cell, message % {"line": line}))


def _state(checked: CheckedRow) -> RowState:
    if checked.faults:
        return RowState.FAULTY
    if checked.draft is None:
        if checked.is_asked:
            return RowState.ASKED
        return RowState.DOUBTFUL if checked.likeness else RowState.GOOD
    dossier = checked.draft.dossier
    is_open = dossier.status in EDITABLE and not dossier.discarded_at
    is_same = checked.draft.cells_digest == checked.row.cells_digest
    if is_same or not is_open:
        return RowState.KNOWN
    return RowState.ASKED if checked.is_asked else RowState.CHANGED


def _check(
    rows: list[Row], plan: Layout, authority: LocalAuthority, by, answers: Answers
) -> list[CheckedRow]:
    names = {
        column: [
            name
            for row in rows
            for name in plan.main.by_name[column].texts(row.cells.get(column, ""))[:ITEMS_MAX]
        ]
        for column in (AUTHORITIES, PARTNERS)
    }
    directory = Directory(names[AUTHORITIES], names[PARTNERS], answers)
    filled_rows = []
    for row in rows:
        answers.line = row.line
        filled_rows.append(fill_row(row, authority, plan, directory))
    rows = list(_check_forms(filled_rows, by))
    _add_duplicate_faults(rows)
    keys = [checked.row.key for checked in rows]
    drafts = SpreadsheetDraft.objects.filter(authority=authority, key__in=keys)
    drafts_by_key = {draft.key: draft for draft in drafts.select_related("dossier").order_by("pk")}
    references = References(None, together(checked.buffer for checked in rows))
    finder = LikenessFinder(authority, references.partners)
    for checked in rows:
        checked.draft = drafts_by_key.get(checked.row.key)
        if not checked.faults and checked.draft is None:
            checked.likeness = finder.find(checked.buffer)
        checked.state = _state(checked)
    return rows


def _as_model(spreadsheet: SpreadsheetImport, checked: CheckedRow, plan: Layout) -> SpreadsheetRow:
    faults = []
    for cell, message in checked.faults:
        columns = plan.by_list[cell.list_name]
        column = columns.by_name.get(cell.column)
        heading = column.heading if column else ""
        title = columns.title if cell.list_name else ""
        faults.append([title, cell.line, heading, as_shown(message)])
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


def _questions(rows: list[CheckedRow], answers: Answers) -> str:
    lines = {checked.row.line for checked in rows if checked.state != RowState.KNOWN}
    return as_stored(answers.as_stored(lines))


def _last_answers(authority: LocalAuthority) -> dict[str, str]:
    """Returns what was answered for the spreadsheet sent before, often the same one corrected."""
    before = SpreadsheetImport.objects.filter(authority=authority).order_by("-created_at", "-pk")
    spreadsheet = before.only("answers_text").first()
    return spreadsheet.answers if spreadsheet else {}


def check_spreadsheet(
    authority: LocalAuthority, by, file_name: str, sheets: list[Sheet]
) -> SpreadsheetImport:
    """Reads and checks the rows, and stores the result; no dossier is changed.

    Raises UnreadableSpreadsheet.
    """
    plan = layout(References(None, {}))
    table = read_table(sheets, plan)
    given = _last_answers(authority)
    answers = Answers(given)
    rows = _check(table.rows, plan, authority, by, answers)
    report = {"notes": [as_shown(note) for note in table.notes], "orphans": table.orphans}
    with transaction.atomic():
        spreadsheet = SpreadsheetImport.objects.create(
            authority=authority,
            created_by=by,
            file_name=visible(file_name)[:NAME_MAX],
            report_text=as_stored(report),
            answers_text=as_stored(given),
            questions_text=_questions(rows, answers),
        )
        SpreadsheetRow.objects.bulk_create(
            [_as_model(spreadsheet, checked, plan) for checked in rows], batch_size=100
        )
    return spreadsheet


def _row_read(stored: SpreadsheetRow) -> Row:
    return Row(line=stored.line, **stored.content)


@transaction.atomic
def answer_questions(spreadsheet: SpreadsheetImport, given: dict[str, str], by) -> None:
    """Stores which records the names of a spreadsheet are, and checks its rows again.

    `given`: value by identity of a question; what is not among its options is left out.
    """
    spreadsheet = SpreadsheetImport.objects.select_for_update(of=("self",)).get(pk=spreadsheet.pk)
    offered = {
        (question["identity"], option["value"])
        for question in spreadsheet.questions
        for option in question["options"]
    }
    chosen = {identity: value for identity, value in given.items() if (identity, value) in offered}
    answers = Answers({**spreadsheet.answers, **chosen})
    plan = layout(References(None, {}))
    stored = {row.line: row for row in spreadsheet.rows.select_for_update().order_by("line")}
    rows = _check([*map(_row_read, stored.values())], plan, spreadsheet.authority, by, answers)
    checked_rows = []
    for checked in rows:
        row = _as_model(spreadsheet, checked, plan)
        row.pk = stored[row.line].pk
        checked_rows.append(row)
    SpreadsheetRow.objects.bulk_update(checked_rows, CHECKED, batch_size=100)
    spreadsheet.answers_text = as_stored({**spreadsheet.answers, **chosen})
    spreadsheet.questions_text = _questions(rows, answers)
    spreadsheet.save(update_fields=["answers_text", "questions_text"])
