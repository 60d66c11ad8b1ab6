"""Stores the rows of a spreadsheet as they were read, then what their check finds.

Rows are checked outside of any transaction; the results are written by slices, each short.
"""

import hashlib
from collections.abc import Iterable, Iterator
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from partnerships.document.buffer import TITLE_MAX, as_shown
from partnerships.document.steps.references import References
from partnerships.document.steps.text import visible
from partnerships.files.spreadsheets.reading import Sheet
from partnerships.models import LocalAuthority, RowAct, RowState, SpreadsheetImport, SpreadsheetRow
from partnerships.models.spreadsheet import as_stored
from partnerships.pages.spreadsheets.check import CheckedRow, check_rows
from partnerships.pages.spreadsheets.columns import Layout, layout
from partnerships.pages.spreadsheets.questions import Answers
from partnerships.pages.spreadsheets.table import Row, read_table

NAME_MAX = SpreadsheetImport._meta.get_field("file_name").max_length
LIKENESS_MAX = SpreadsheetRow._meta.get_field("likeness").max_length
# What a check finds of a row; the rest is what was read of it and what was done with it.
CHECKED = (
    "title",
    "buffer_text",
    "state",
    "act",
    "understood_text",
    "faults_text",
    "missing_text",
    "is_whole",
    "dossier",
    "draft_digest",
    "likeness",
    "likeness_url",
)
# Rows written in one transaction and one statement, well under 0.1 s.
SLICE = 40
# Lines, of all sheets, that are checked while the person waits, some 0.2 s; the background checks
# longer spreadsheets.
AT_ONCE_MAX = 60


def import_uuid(token: UUID, authority: LocalAuthority, file: UploadedFile) -> UUID:
    """Returns the uuid of what a page sends: the same for the same file sent twice by one page.

    `token`: generated with the page, where another file may be chosen and sent later.
    """
    content = hashlib.sha256(authority.key.encode())
    for chunk in file.chunks():
        content.update(chunk)
    file.seek(0)
    return uuid5(token, content.hexdigest())


def _last_answers(authority: LocalAuthority) -> str:
    """Returns what was answered for the spreadsheet sent before, often the same one corrected."""
    before = SpreadsheetImport.objects.filter(authority=authority).order_by("-created_at", "-pk")
    return before.values_list("answers_text", flat=True).first() or "{}"


def _title(text: object) -> str:
    return visible(str(text))[:TITLE_MAX].strip()


def _unread_row(spreadsheet: SpreadsheetImport, row: Row) -> SpreadsheetRow:
    return SpreadsheetRow(
        spreadsheet=spreadsheet,
        line=row.line,
        key=row.key,
        title=_title(row.cells.get("title", "")),
        content_text=as_stored(row.content),
        buffer_text=as_stored({}),
        cells_digest=row.cells_digest,
        state=RowState.UNREAD,
        act=RowAct.CHECK,
    )


def store_spreadsheet(
    uuid: UUID, authority: LocalAuthority, by, file_name: str, sheets: list[Sheet]
) -> SpreadsheetImport:
    """Stores the rows of a spreadsheet, to be checked. Raises UnreadableSpreadsheet."""
    table = read_table(sheets, layout(References(None, {})))
    lines = sum(1 + sum(map(len, row.sheets.values())) for row in table.rows)
    notes = [as_shown(note) for note in table.notes]
    report = {"notes": notes, "orphans": table.orphans, "lines": lines}
    with transaction.atomic():
        spreadsheet = SpreadsheetImport.objects.create(
            uuid=uuid,
            authority=authority,
            created_by=by,
            file_name=visible(file_name)[:NAME_MAX],
            report_text=as_stored(report),
            answers_text=_last_answers(authority),
            asked_count=len(table.rows),
            advanced_at=timezone.now(),
        )
        rows = [_unread_row(spreadsheet, row) for row in table.rows]
        SpreadsheetRow.objects.bulk_create(rows, batch_size=100)
    return spreadsheet


def is_checked_at_once(spreadsheet: SpreadsheetImport) -> bool:
    return spreadsheet.report.get("lines", AT_ONCE_MAX + 1) <= AT_ONCE_MAX


@transaction.atomic
def note_answers(spreadsheet: SpreadsheetImport, given: dict[str, str]) -> None:
    """Stores which records the names of a spreadsheet are, and asks for a check of its rows.

    `given`: value by identity of a question; what is not among its options is left out. Answers
    given elsewhere to other questions stay. Rows that are being drafted or deposited keep what they
    were asked with.
    """
    spreadsheet = SpreadsheetImport.objects.select_for_update(of=("self",)).get(pk=spreadsheet.pk)
    offered = {
        (question["identity"], option["value"])
        for question in spreadsheet.questions
        for option in question["options"]
    }
    chosen = {identity: value for identity, value in given.items() if (identity, value) in offered}
    spreadsheet.answers_text = as_stored({**spreadsheet.answers, **chosen})
    spreadsheet.rows.filter(act=RowAct.NONE).update(act=RowAct.CHECK)
    spreadsheet.asked_count = spreadsheet.rows.exclude(act=RowAct.NONE).count()
    spreadsheet.advanced_at = timezone.now()
    spreadsheet.save(update_fields=["answers_text", "asked_count", "advanced_at"])


def _fill(row: SpreadsheetRow, checked: CheckedRow, plan: Layout) -> SpreadsheetRow:
    """Puts in a stored row what its check found."""
    faults = []
    for cell, message in checked.faults:
        columns = plan.by_list[cell.list_name]
        column = columns.by_name.get(cell.column)
        heading = column.heading if column else ""
        title = columns.title if cell.list_name else ""
        faults.append([title, cell.line, heading, as_shown(message)])
    row.act = RowAct.NONE
    row.title = _title(checked.buffer.get("title", ""))
    row.buffer_text = as_stored(checked.buffer)
    row.state = checked.state
    row.understood_text = as_stored(checked.understood)
    row.faults_text = as_stored(faults)
    row.is_whole = checked.is_whole and not (checked.is_asked or checked.is_repeated)
    row.missing_text = as_stored(checked.missing)
    row.dossier = checked.draft and checked.draft.dossier
    row.draft_digest = checked.draft.cells_digest if checked.draft else ""
    row.likeness = checked.likeness.label[:LIKENESS_MAX] if checked.likeness else ""
    row.likeness_url = checked.likeness.url if checked.likeness else ""
    return row


class _AnotherAnswer(Exception):
    """Someone answered a question, or deleted the spreadsheet, during the check."""


@transaction.atomic
def _write(spreadsheet: SpreadsheetImport, rows: list[SpreadsheetRow], **fields: object) -> None:
    """Writes the rows that still wait for their check. Raises _AnotherAnswer, writing nothing."""
    locked = SpreadsheetImport.objects.select_for_update().filter(
        pk=spreadsheet.pk, answers_text=spreadsheet.answers_text
    )
    if not locked.values_list("pk").first():
        raise _AnotherAnswer
    waiting = spreadsheet.rows.select_for_update(of=("self",)).filter(act=RowAct.CHECK)
    waiting = set(waiting.values_list("pk", flat=True))
    # The statement of `bulk_update` takes ten times as long.
    SpreadsheetRow.objects.bulk_create(
        [row for row in rows if row.pk in waiting],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=CHECKED,
    )
    SpreadsheetImport.objects.filter(pk=spreadsheet.pk).update(advanced_at=timezone.now(), **fields)


def _slices(rows: Iterable[SpreadsheetRow]) -> Iterator[tuple[list[SpreadsheetRow], bool]]:
    """Yields (rows, whether they are the last ones), at most SLICE each."""
    current: list[SpreadsheetRow] = []
    for row in rows:
        if len(current) == SLICE:
            yield current, False
            current = []
        current.append(row)
    yield current, True


def _check(spreadsheet: SpreadsheetImport, by) -> None:
    """Checks all rows, and writes what is found of those that wait for it."""
    plan, answers = layout(References(None, {})), Answers(spreadsheet.answers)
    stored = {row.line: row for row in spreadsheet.rows.order_by("line")}
    rows = [Row(line=line, **row.content) for line, row in stored.items()]
    lines = set()

    def checked_rows():
        for checked in check_rows(rows, plan, spreadsheet.authority, by, answers):
            if checked.state != RowState.KNOWN:
                lines.add(checked.row.line)
            yield _fill(stored[checked.row.line], checked, plan)

    for written, is_last in _slices(checked_rows()):
        questions = {"questions_text": as_stored(answers.as_stored(lines))} if is_last else {}
        _write(spreadsheet, written, **questions)


def check_waiting_rows(spreadsheet_pk: int, by) -> None:
    """Checks the rows that wait for it; running it twice, or after it was killed, is harmless.

    The check starts again if an answer is given meanwhile.
    """
    spreadsheets = SpreadsheetImport.objects.select_related("authority__successor")
    waiting = spreadsheets.filter(pk=spreadsheet_pk, rows__act=RowAct.CHECK).order_by("pk")
    while spreadsheet := waiting.first():
        try:
            _check(spreadsheet, by)
        except _AnotherAnswer:
            continue
