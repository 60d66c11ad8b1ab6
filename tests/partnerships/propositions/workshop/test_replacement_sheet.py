"""The template of the twenty, CSV and XLSX: written, read again, and files that are refused."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.files.spreadsheets.reading import FILE_MAX, UnreadableSpreadsheet
from partnerships.files.workbook import CELL_MAX
from partnerships.pages.propositions.workshop.replacement.replacement_sheet import (
    CellTooLong,
    csv_lines,
    read_replacement,
    replacement_template,
    xlsx_lines,
)
from proposals.models import Report, Wording
from proposals.replacement.columns import COLUMNS, NUMBER, UNREADABLE, tidy
from proposals.replacement.reading import content_faults
from tests.factories.files import archive
from tests.factories.lists import ProposalFactory
from tests.factories.spreadsheets import sheets_in
from tests.partnerships.spreadsheets.test_spreadsheet_files import CELL, ROW, opendocument

WRITERS = {"csv": csv_lines, "xlsx": xlsx_lines}
HEADINGS = [column.heading for column in COLUMNS]
LINE = ["5", "Un titre", "", "", "", "", "rapportée", "Weka", "", "", "", ""]
FORMULA_TEXTS = ["=1+1", "-tiret", "+33", "@nom", "'=1", "''-x", "\uff1d1", "'entre guillemets'"]


def read(content, name="propositions.csv"):
    return read_replacement(SimpleUploadedFile(name, content))


def cells_of(number, content):
    values = {NUMBER: number, **content}
    return [column.written(values[column.name]) for column in COLUMNS]


# Without what no file may hold, nor what the portal takes out of every text.
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=30),
    st.sampled_from(FORMULA_TEXTS),
    st.sampled_from(["Élan\n\n- un\n- deux", "a;b,c\td", 'dit "oui"', "_x0041_", "12", "1.0"]),
)
CONTENTS = st.fixed_dictionaries(
    {
        "title": WORDS,
        "summary": WORDS,
        "body": WORDS,
        "axis": WORDS,
        "actors": WORDS,
        "wording": st.sampled_from(Wording.values),
        "source": WORDS,
        "source_url": st.sampled_from(["", "https://example.org/a?b=c;d"]),
        "source_on": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        "report": st.sampled_from(["", *Report.values]),
        "source_page": st.none() | st.integers(1, 999),
    }
).map(tidy)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@settings(max_examples=25, deadline=None)
@given(texts=st.dictionaries(st.integers(1, 20), CONTENTS, min_size=1, max_size=4))
def test_what_is_written_is_read_the_same(extension, texts):
    texts = {
        number: content
        for number, content in texts.items()
        if not content_faults(content) and not UNREADABLE.search(str(content))
    }
    lines = [cells_of(number, content) for number, content in sorted(texts.items())]

    found = read(WRITERS[extension](lines), f"propositions.{extension}")

    assert found.texts == texts
    assert bool(found.faults) == (not texts)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("text", FORMULA_TEXTS)
def test_texts_that_look_like_formulas_are_texts(extension, text):
    found = read(WRITERS[extension]([[LINE[0], text, *LINE[2:]]]))

    assert found.faults == []
    assert found.texts[5]["title"] == text


def test_csv_runs_no_formula():
    rows = csv_lines([[LINE[0], "=HYPERLINK(1)", *LINE[2:]]]).decode("utf-8-sig").splitlines()

    assert rows[1].split(";")[1] == "'=HYPERLINK(1)"


@pytest.mark.django_db
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_template_holds_the_texts_of_today(extension, django_assert_num_queries):
    first = ProposalFactory(number=3, title="Trois", body="Un.\n\nDeux.", source_page=4)
    ProposalFactory(number=12, title="Douze", wording=Wording.WORKING)

    with django_assert_num_queries(1):
        content = replacement_template(extension)

    found = read(content)
    assert found.faults == []
    assert found.texts[3] == first.text.content
    assert list(found.texts) == [3, 12]


@pytest.mark.django_db
def test_workbook_has_its_guide_apart_from_the_data():
    ProposalFactory(number=3)

    sheets = sheets_in(replacement_template("xlsx"))

    assert list(sheets) == ["Propositions", "Mode d’emploi"]
    assert [row[0] for row in sheets["Mode d’emploi"][1:]] == HEADINGS
    assert len(sheets["Propositions"]) == 2


@pytest.mark.django_db
def test_a_text_longer_than_a_cell_of_excel_goes_to_the_csv_alone():
    proposal = ProposalFactory(number=3, body="a" * (CELL_MAX + 1))

    with pytest.raises(CellTooLong) as error:
        replacement_template("xlsx")

    assert error.value.number == 3
    assert read(replacement_template("csv")).texts[3] == proposal.text.content


def test_a_formula_of_a_workbook_is_told_with_its_cell():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Propositions")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, LINE)
        sheet.write_formula(1, 1, '="a"&"b"', value="ab")

    [fault] = read(content.getvalue(), "propositions.xlsx").faults

    assert (fault.cell, fault.heading) == ("B2", "Titre")
    assert "formule" in fault.message


def test_a_formula_of_a_csv_is_told_with_its_cell():
    text = csv_lines([LINE]).decode("utf-8-sig").replace("Un titre", "=1+1")

    [fault] = read(text.encode()).faults

    assert fault.cell == "B2"
    assert "formule" in fault.message


def test_a_csv_that_is_no_utf_8_is_told_once():
    headings = csv_lines([["5", "Élan", "", "Été", *LINE[4:]]]).decode("utf-8-sig")
    texts = csv_lines([["5", "TITRE", "RESUME", *LINE[3:]], LINE])
    texts = texts.replace(b"TITRE", b"\xc9lan").replace(b"RESUME", b"\xc9t\xe9")

    for content, cells in ((headings.encode("cp1252"), "A1, C1, F1, K1"), (texts, "B2, C2")):
        found = read(content)
        [unreadable] = [each for each in found.faults if "CSV UTF-8" in each.message]
        assert found.texts.keys() <= {6}
        assert f"({cells})" in unreadable.message
        assert unreadable.cell == cells.split(",")[0]


def test_only_the_bytes_that_are_no_utf_8_are_told():
    content = csv_lines([["5", "TITRE", *LINE[2:]]]).replace(b"TITRE", b"Caf\xe9")

    [fault] = read(content).faults

    assert fault.cell == "B2"
    assert "CSV UTF-8" in fault.message


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_other_delimiters_are_read(delimiter):
    text = csv_lines([LINE]).decode("utf-8-sig").replace(";", delimiter)

    assert list(read(text.encode("utf-16")).texts) == [5]


def with_macros():
    content = io.BytesIO(xlsx_lines([LINE]))
    with zipfile.ZipFile(content, "a") as file:
        file.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return content.getvalue()


def ods():
    line = ROW.format(rows=1, cells=CELL.format(columns=1))
    return opendocument(f'<table:table table:name="Propositions">{line}</table:table>')


def bomb():
    return archive({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": b" " * (70 * 1024**2)})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"a" * (FILE_MAX + 1), "limite"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "tableur"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "XLS"),
        (with_macros(), "macros"),
        (ods(), "Enregistrer sous"),
        (bomb(), "démesuré"),
        (archive({"a.txt": "a"}), "XLSX"),
        (b"PK\x03\x04" + b"\x00" * 40, "XLSX"),
        (b'Titre\n"' + b"a" * 200_000, "CSV"),
    ],
)
def test_what_is_no_template_is_refused_with_a_sentence(content, words):
    with pytest.raises(UnreadableSpreadsheet, match=words):
        read(content, "propositions.xlsm")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(content):
    with suppress(UnreadableSpreadsheet):
        assert read(content).faults


def test_a_workbook_without_the_sheet_of_the_template_gives_its_first_one():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Feuille1")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, LINE)

    assert list(read(content.getvalue()).texts) == [5]


def test_numbers_and_dates_of_a_workbook_are_read():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Propositions")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, [5, 2018, "", "", "", "", "officielle", "HAL", ""])
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(1, 9, date(2018, 6, 27), day)
        sheet.write_row(1, 10, [2018, 87])

    found = read(content.getvalue())

    assert found.faults == []
    assert found.texts[5]["title"] == "2018"
    assert found.texts[5]["source_on"] == date(2018, 6, 27)
    assert (found.texts[5]["report"], found.texts[5]["source_page"]) == ("2018", 87)
