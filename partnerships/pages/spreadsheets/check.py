"""The dry run: the draft each row of a spreadsheet would create, and the errors by cell."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from partnerships.document.buffer import as_shown
from partnerships.document.steps import LISTS
from partnerships.document.steps.references import Buffer, References, together
from partnerships.document.validation import Validation, validate
from partnerships.models import (
    Dossier,
    LocalAuthority,
    RowState,
    SpreadsheetDraft,
)
from partnerships.models.dossier_status import EDITABLE
from partnerships.pages.components.step_state import label_at
from partnerships.pages.spreadsheets.columns import (
    AUTHORITIES,
    MAIN,
    PARTNERS,
    REFERENCE,
    Column,
    Layout,
)
from partnerships.pages.spreadsheets.directory import Directory
from partnerships.pages.spreadsheets.likeness import Likeness, LikenessFinder
from partnerships.pages.spreadsheets.questions import Answers, resemblance_questions
from partnerships.pages.spreadsheets.rows import ITEMS_MAX, CellRef, FilledRow, fill_row
from partnerships.pages.spreadsheets.table import Row


@dataclass
class CheckedRow:
    """A row after the dry run.

    `faults`: (cell, sentence); `missing`: labels of the fields left for the form; `understood`:
    sentences on names; `is_asked`: whether the user has to say which record a name of it is;
    `is_whole`: whether its draft would have each cell, wrong ones as typed; `is_repeated`: whether
    an earlier row has its reference.
    """

    row: Row
    buffer: Buffer
    state: RowState = RowState.GOOD
    faults: list[tuple[CellRef, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    understood: list[str] = field(default_factory=list)
    is_asked: bool = False
    is_whole: bool = True
    is_repeated: bool = False
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
    references = validation.filled.references
    checked.is_asked, checked.is_whole = bool(filled.asked), filled.is_whole
    checked.understood = [as_shown(each) for each in dict.fromkeys(filled.understood)]
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
            checked.missing.append(as_shown(label_at(error.path, references)))
    checked.missing = list(dict.fromkeys(checked.missing))
    return checked


def _duplicate_fault(row: Row, first_lines: dict[str, int]) -> list[tuple[CellRef, str]]:
    """Returns the fault of a row with the reference of an earlier one, or with the same content
    and no reference. `first_lines`: of the rows before it, by key.
    """
    line = first_lines.setdefault(row.key, row.line)
    if line == row.line:
        return []
    message = (
        _("Cette référence est déjà celle de la ligne %(line)s\u202f: changez-en une.")
        if row.reference
        else _(
            "Cette ligne dit la même chose que la ligne %(line)s\u202f: donnez une "
            "référence à chacune, ou retirez-en une."
        )
    )
    return [(CellRef(MAIN, row.line, REFERENCE), message % {"line": line})]


def _state(checked: CheckedRow) -> RowState:
    is_same = checked.draft and checked.draft.cells_digest == checked.row.cells_digest
    if checked.faults and not is_same:
        return RowState.FAULTY
    if checked.draft is None:
        if checked.is_asked:
            return RowState.ASKED
        return RowState.DOUBTFUL if checked.likeness else RowState.GOOD
    dossier = checked.draft.dossier
    is_open = dossier.status in EDITABLE and not dossier.discarded_at
    if is_same or not is_open:
        return RowState.KNOWN
    return RowState.ASKED if checked.is_asked else RowState.CHANGED


def _cell_names(column: Column, text: str) -> list[str]:
    """Returns the names of a cell, and those that each of them may list."""
    names = column.texts(text)[:ITEMS_MAX]
    return [*names, *(piece for name in names for piece in column.pieces(name)[:ITEMS_MAX])]


def _directory(rows: list[Row], plan: Layout, answers: Answers) -> Directory:
    names = {
        column: [
            name
            for row in rows
            for name in _cell_names(plan.main.by_name[column], row.cells.get(column, ""))
        ]
        for column in (AUTHORITIES, PARTNERS)
    }
    return Directory(names[AUTHORITIES], names[PARTNERS], answers)


def _filled_rows(rows, plan, authority, answers) -> Iterator[FilledRow]:
    directory = _directory(rows, plan, answers)
    for row in rows:
        answers.line = row.line
        yield fill_row(row, authority, plan, directory)


def check_rows(
    rows: list[Row], plan: Layout, authority: LocalAuthority, by, answers: Answers
) -> Iterator[CheckedRow]:
    """Yields each row, validated with the forms of the steps and the rules of a deposit.

    The records that all rows name are read before the first one is yielded.
    """
    filled_rows = list(_filled_rows(rows, plan, authority, answers))
    shared = References(None, together(filled.buffer for filled in filled_rows))
    drafts = SpreadsheetDraft.objects.filter(authority=authority, key__in=[r.key for r in rows])
    drafts_by_key = {draft.key: draft for draft in drafts.select_related("dossier").order_by("pk")}
    finder = LikenessFinder(authority, shared.partners)
    first_lines: dict[str, int] = {}
    for filled in filled_rows:
        dossier = Dossier(lead_authority=filled.authority)
        references = shared.shared_with(dossier, with_contact(filled.buffer, by))
        checked = _sort_errors(filled, validate(dossier, references))
        repeated = _duplicate_fault(filled.row, first_lines)
        checked.faults[:0], checked.is_repeated = repeated, bool(repeated)
        checked.draft = None if repeated else drafts_by_key.get(filled.row.key)
        if not checked.faults and checked.draft is None:
            checked.likeness = finder.find(checked.buffer)
        checked.state = _state(checked)
        yield checked
