"""Dates in the cells of a spreadsheet: nothing reads a day that nobody gave."""

import io
from datetime import date

import pytest
import xlsxwriter

from partnerships.models import RowState
from partnerships.precise_date import parse
from tests.factories.authorities import MemberFactory
from tests.factories.spreadsheets import csv_of, errors, row, sent
from tests.partnerships.spreadsheets.test_spreadsheet_files import archive

pytestmark = pytest.mark.django_db
OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:"


@pytest.fixture
def read(client):
    """Upload a file; returns its only row."""
    member = MemberFactory()
    client.force_login(member.user)
    return lambda content: sent(client, member.authority, content).rows.get()


def start_of(stored):
    assert stored.state == RowState.GOOD, stored.faults
    return parse(stored.buffer["starts_on"]).iso


FORMATS = (
    '<number:date-style style:name="N1"><number:month number:style="long"/>'
    "<number:text>/</number:text><number:year/></number:date-style>"
    '<number:date-style style:name="N2"><number:year number:style="long"/></number:date-style>'
    '<number:date-style style:name="N3"><number:day/><number:month/><number:year/>'
    "</number:date-style>"
    + "".join(
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:data-style-name="{form}"/>'
        for name, form in (("month", "N1"), ("year", "N2"), ("day", "N3"))
    )
    + '<style:style style:name="bold" style:family="table-cell" '
    'style:parent-style-name="month"/>'
    '<style:style style:name="loop" style:family="table-cell" style:parent-style-name="loop"/>'
)


def opendocument_of(filled, start, *, columns="", row_style="", before=""):
    """A workbook of one row, whose column « Début » is a date with the attributes `start`."""

    def text(words):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{words}</text:p></table:table-cell>"
        )

    headings = "".join(map(text, ["Début", *filled]))
    cells = (
        f'<table:table-cell office:value-type="date" {start}><text:p>?</text:p></table:table-cell>'
    )
    cells += "".join(map(text, filled.values()))
    names = "".join(
        f' xmlns:{short}="{OPENDOCUMENT}{name}:1.0"'
        for short, name in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
        )
    )
    table = (
        f'<table:table table:name="Partenariats">{columns}'
        f"<table:table-row>{headings}</table:table-row>{before}"
        f"<table:table-row{row_style}>{cells}</table:table-row></table:table>"
    )
    content = (
        f"<office:document-content{names}><office:automatic-styles>{FORMATS}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{table}</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        **{
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF__manifest.xml": "<manifest:manifest xmlns:manifest='urn:m'/>",
            "content.xml": content,
        }
    )


JUNE = 'office:date-value="1988-06-01"'
COLUMN = '<table:table-column table:default-cell-style-name="{style}"/>'
ROW_STYLE = ' table:default-cell-style-name="{style}"'
BLANK_ROWS = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'


@pytest.mark.parametrize(
    ("start", "options", "iso"),
    [
        (f'{JUNE} table:style-name="month"', {}, "1988-06"),
        (f'{JUNE} table:style-name="year"', {}, "1988"),
        (f'{JUNE} table:style-name="day"', {}, "1988-06-01"),
        (f'{JUNE} table:style-name="bold"', {}, "1988-06"),
        (f'{JUNE} table:style-name="loop"', {}, "1988-06-01"),
        (f'{JUNE} table:style-name="unknown"', {}, "1988-06-01"),
        (JUNE, {"columns": COLUMN.format(style="year")}, "1988"),
        (JUNE, {"row_style": ROW_STYLE.format(style="month")}, "1988-06"),
        (f'{JUNE} table:style-name="day"', {"columns": COLUMN.format(style="year")}, "1988-06-01"),
        (f'{JUNE} table:style-name="month"', {"before": BLANK_ROWS}, "1988-06"),
        ('office:date-value="2024-01-15T14:30:00" table:style-name="day"', {}, "2024-01-15"),
    ],
)
def test_a_date_cell_of_libreoffice_gives_what_it_shows(read, start, options, iso):
    assert start_of(read(opendocument_of(row(), start, **options))) == iso


@pytest.mark.parametrize("is_1904", [False, True])
@pytest.mark.parametrize(
    ("form", "iso"),
    [
        ("dd/mm/yyyy", "1988-06-15"),
        ("mm/yyyy", "1988-06"),
        ("yyyy", "1988"),
        ("yyyy;@", "1988"),
        ('mmmm" de "yyyy', "1988-06"),
    ],
)
def test_a_date_cell_of_excel_gives_what_it_shows_in_both_calendars(read, is_1904, form, iso):
    """Excel counts days from 1900, or from 1904 in workbooks that come from a Macintosh."""
    content, filled = io.BytesIO(), row()
    with xlsxwriter.Workbook(content, {"in_memory": True, "date_1904": is_1904}) as book:
        sheet = book.add_worksheet("Partenariats")
        sheet.write_row(0, 0, ["Début", *filled])
        sheet.write_datetime(1, 0, date(1988, 6, 15), book.add_format({"num_format": form}))
        sheet.write_row(1, 1, filled.values())

    assert start_of(read(content.getvalue())) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("15/06/1988 14:30", "1988-06-15"),
        ("15/06/1988 à 14h30", "1988-06-15"),
        ("15/06/1988 2:30 PM", "1988-06-15"),
        ("1988-06-15T14:30:00.000Z", "1988-06-15"),
        ("1988-06-15 14:30:00 UTC", "1988-06-15"),
        ("1988-06-15T00:00:00+02:00", "1988-06-15"),
        ("\uff11\uff19\uff18\uff18", "1988"),  # full width
        ("\uff11\uff15/06/1988", "1988-06-15"),
    ],
)
def test_a_text_with_a_time_or_wide_digits_is_read(read, text, iso):
    assert start_of(read(csv_of([row(Début=text)]))) == iso


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("19²8", "n’est pas valable"),
        ("①988", "n’est pas valable"),
        ("1988 14:30", "n’est pas valable"),
        ("15/06/1988 99:99", "n’est pas valable"),
        ("2024-01-14T23:00:00.000Z", "tombe un autre jour à Paris"),
        ("14/06/2024 22:30 UTC", "tombe un autre jour à Paris"),
        ("2024-01-14T23:30:00+00:00", "tombe un autre jour à Paris"),
        ("9999-12-31T23:30Z", "tombe un autre jour à Paris"),
    ],
)
def test_a_text_that_is_not_certain_is_a_fault(read, text, sentence):
    stored = read(csv_of([row(Début=text)]))

    assert stored.state == RowState.FAULTY
    assert sentence in errors(stored)["Début"]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "cp1252"), (b"\xef\xbb\xbf", "cp1252"), (b"\xef\xbb\xbf", "utf-8"), (b"", "utf-16")],
)
def test_a_csv_is_read_in_the_encodings_of_spreadsheets(read, mark, encoding):
    filled = row(Titre="Écoles d’Œuilly", Début="juin 1988")

    stored = read(mark + csv_of([filled], encoding=encoding))

    assert stored.title == "Écoles d’Œuilly"
    assert start_of(stored) == "1988-06"
