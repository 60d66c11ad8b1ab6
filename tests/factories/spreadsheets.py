"""Spreadsheets filled from the template, with cells by heading."""

import csv
import io
from uuid import uuid4

import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.files.spreadsheets.reading import Sheet, read_spreadsheet
from partnerships.models import Dossier, RowAct, SpreadsheetImport
from partnerships.pages.spreadsheets.drafts import ask
from partnerships.pages.spreadsheets.stored_check import check_waiting_rows, store_spreadsheet
from partnerships.pages.spreadsheets.tasks import do_what_is_asked
from tests.factories.lists import CountryFactory

MAIN = "Partenariats"


def row(number=1, **cells):
    """A complete row, by heading."""
    return {
        "Votre référence": f"P-{number}",
        "Type de partenariat": "Jumelage",
        "Titre": f"Jumelage {number}",
        "Phase": "En cours",
        "Partenaires étrangers": f"Ville {number}",
        "Pays des partenaires": "Maroc",
        "Nature des partenaires": "Commune ou ville",
        "Résumé": "Des échanges entre écoles.",
        **cells,
    }


def csv_of(rows, *, delimiter=";", encoding="utf-8-sig"):
    headings = list(dict.fromkeys(heading for each in rows for heading in each))
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(sheets, date_format="dd/mm/yyyy"):
    """A workbook of sheets, each given as rows by heading."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        dates = book.add_format({"num_format": date_format})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            headings = list(dict.fromkeys(heading for each in rows for heading in each))
            for at, heading in enumerate(headings):
                sheet.write_string(0, at, heading)
            for number, each in enumerate(rows, start=1):
                for heading, cell in each.items():
                    at = headings.index(heading)
                    if isinstance(cell, str):
                        sheet.write_string(number, at, cell)
                    elif isinstance(cell, int | float):
                        sheet.write_number(number, at, cell)
                    else:
                        sheet.write_datetime(number, at, cell, dates)
    return content.getvalue()


def sheets_in(content):
    """The sheets of a downloaded workbook: name → rows of cells."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def send(client, authority, content, name="partenariats.csv"):
    """Upload a file for `authority`; returns the response."""
    CountryFactory()
    data = {"authority": authority.key, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("partnerships:spreadsheet_list"), data)


def sent(client, authority, rows):
    """Upload `rows`; returns the import."""
    content = csv_of(rows) if isinstance(rows, list) else rows
    response = send(client, authority, content)
    assert response.status_code == 302, response.context["form"].errors
    return SpreadsheetImport.objects.latest("pk")


def spreadsheet_of(main, **others):
    """A spreadsheet as the reader returns it, from lines of cells."""
    return [
        Sheet(name, list(enumerate(lines, start=1)))
        for name, lines in ((MAIN, main), *others.items())
    ]


def checked(member, rows):
    """An import for the authority of `member`, from rows by heading or from sheets."""
    if isinstance(rows[0], dict):
        rows = read_spreadsheet(SimpleUploadedFile("partenariats.csv", csv_of(rows)))
    return checked_sheets(member, rows)


def checked_sheets(member, sheets):
    """An import of sheets as the reader returns them, checked."""
    spreadsheet = store_spreadsheet(
        uuid4(), member.authority, member.user, "partenariats.csv", sheets
    )
    check_waiting_rows(spreadsheet.pk, member.user)
    spreadsheet.refresh_from_db()
    return spreadsheet


def spreadsheet_in_every_state(member):
    """An import with a row in each state."""
    before = checked(member, [row(1), row(2), row(3, Résumé="")])
    ask(before.rows.all(), before, RowAct.DRAFT)
    do_what_is_asked.func(before.pk, member.user.pk)
    open_file = Dossier.objects.filter(lead_authority=member.authority).earliest("pk")
    rows = [row(1), row(2, Titre="Autre titre"), row(3, Résumé=""), row(4)]
    return checked(member, [*rows, row(5, Titre=open_file.title), row(6, Phase="En cour")])


def address(spreadsheet, name):
    return reverse(f"partnerships:spreadsheet_{name}", args=[spreadsheet.uuid])


def choose(client, spreadsheet, rows=None, act="drafts"):
    """Select `rows`, or all of them, and press the button."""
    rows = spreadsheet.rows.all() if rows is None else rows
    return client.post(address(spreadsheet, act), {"row": [each.pk for each in rows]})


def found(member, **cells):
    """The one row made of these cells."""
    return checked(member, [row(**cells)]).rows.get()


def errors(row):
    """The errors of a row: column → sentence."""
    return {heading: " ".join(message.split()) for _s, _l, heading, message in row.faults}


def items(row, list_name):
    buffer = row.buffer
    return [
        {
            path.rpartition(".")[2]: value
            for path, value in buffer.items()
            if path.startswith(f"{list_name}.{uuid}.")
        }
        for uuid in buffer.get(list_name, [])
    ]


def drafts_of(client, member, rows):
    """A spreadsheet of `rows`, of which drafts are asked."""
    spreadsheet = checked(member, rows)
    choose(client, spreadsheet)
    return spreadsheet
