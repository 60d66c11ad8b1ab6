"""Files that are no spreadsheet to read, and the many ways in which one is written."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.files.spreadsheets.reading import (
    FILE_MAX,
    UnreadableSpreadsheet,
    read_spreadsheet,
)
from partnerships.models import SpreadsheetImport
from tests.factories.authorities import MemberFactory
from tests.factories.roles import text_of
from tests.factories.spreadsheets import csv_of, row, send, sent, xlsx_of

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 200
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def workbook_with(name, text):
    """A workbook of which one part is replaced."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of({"Partenariats": [row()]}))) as whole,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        for each in whole.namelist():
            file.writestr(each, text if each == name else whole.read(each))
    return content.getvalue()


def sheet_of(*cells):
    """The part of a sheet that holds these cells."""
    lines = "".join(f'<row r="{line}">{text}</row>' for line, text in cells)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'


def one_cell(reference):
    return f'<c r="{reference}"><v>1</v></c>'


SHEET = "xl/worksheets/sheet1.xml"


def bomb():
    return archive(**{"xl__workbook.xml": "x", "xl__big.xml": b"0" * (70 * 1024**2)})


def many_entries():
    return archive(**{f"f{number}": "" for number in range(1_001)})


def lying_size():
    """An entry that says it is smaller than it is."""
    content = bytearray(archive(**{"xl__workbook.xml": "<a>" + "b" * 5_000 + "</a>"}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def encrypted_entry():
    content = bytearray(archive(**{"xl__workbook.xml": "<a/>"}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def shared_text_everywhere():
    """A long text, once in the file and in each of ten thousand cells."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Partenariats")
        for line in range(1_000):
            for column in range(10):
                sheet.write_string(line, column, "é" * 32_000)
    return content.getvalue()


def nested_entities():
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return workbook_with(
        SHEET, f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "x">{lines}]><a>&e9;</a>'
    )


def many_rows():
    return csv_of([row(number) for number in range(501)])


def twice_a_heading():
    return "Titre;Partenaires étrangers;Titre\na;b;c".encode()


REFUSED = {
    "empty": (b"", "Ce fichier est vide"),
    "too heavy": (b"a" * (FILE_MAX + 1), "la limite est de"),
    "picture": (PNG, "n’est pas un tableur"),
    "zeros": (b"\x00" * 500, "n’est pas un tableur"),
    "former Excel": (COMPOUND, "l’ancien format XLS"),
    "text document": (b"Bonjour,\n\nVoici nos jumelages.", "il manque la colonne"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "C’est un PDF"),
    "blank lines": (b"\n \n;;;\n", "il manque la colonne"),
    "headings of another table": (b"Nom;Prix\na;2", "il manque la colonne « Titre »"),
    "no column of partners": (b"Titre;Phase\na;b", "la colonne « Partenaires étrangers »"),
    "headings alone": ("Titre;Partenaires étrangers".encode(), "Aucune ligne n’est remplie"),
    "a heading twice": (twice_a_heading, "deux colonnes s’appellent « Titre »"),
    "too many rows": (many_rows, "501 lignes"),
    "a CSV of thousands of lines": (b"Titre\n" * 6_001, "démesuré"),
    "a CSV of hundreds of columns": (b";".join(b"%d" % n for n in range(201)), "démesuré"),
    "immense cell": (b'Titre;"' + b"a" * 200_000, "CSV est mal formé"),
    "zip of nothing": (archive(), "ne s’ouvre pas"),
    "zip of photos": (archive(**{"photo.jpg": "x"}), "ne s’ouvre pas"),
    "document of a word processor": (
        archive(**{"word__document.xml": "<a/>"}),
        "C’est un texte (Word)",
    ),
    "truncated workbook": (xlsx_of({"Partenariats": [row()]})[:-200], "ne s’ouvre pas"),
    "not a zip": (b"PK\x03\x04" + b"\x00" * 100, "ne s’ouvre pas"),
    "zip bomb": (bomb, "démesuré"),
    "entry larger than it says": (lying_size, "ne s’ouvre pas"),
    "encrypted entry": (encrypted_entry, "ne s’ouvre pas"),
    "thousands of entries": (many_entries, "démesuré"),
    "a cell at the end of the sheet": (
        workbook_with(SHEET, sheet_of((1, one_cell("A1")), (1048576, one_cell("XFD1048576")))),
        "démesuré",
    ),
    "a cell far below": (
        workbook_with(SHEET, sheet_of((1, one_cell("A1")), (9000, one_cell("A9000")))),
        "démesuré",
    ),
    "a cell far to the right": (
        workbook_with(SHEET, sheet_of((1, one_cell("A1") + one_cell("XFD1")))),
        "démesuré",
    ),
    "a text in ten thousand cells": (shared_text_everywhere, "démesuré"),
    "sheet that is no XML": (
        workbook_with(SHEET, "<worksheet><sheetData><row"),
        "classeur|colonne",
    ),
    "entities in entities": (nested_entities, "classeur|colonne"),
    "sheet in another folder": (workbook_with("xl/_rels/workbook.xml.rels", "<a/>"), "ne s’ouvre"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_file_is_refused_with_a_sentence(client, name):
    content, sentence = REFUSED[name]
    content = content() if callable(content) else content
    member = MemberFactory()
    client.force_login(member.user)

    response = send(client, member.authority, content, "fichier.xlsx")

    assert response.status_code == 422
    text = text_of(response)
    assert any(each in text for each in sentence.split("|")), response.context["form"].errors
    assert SpreadsheetImport.objects.count() == 0


def lines_of(content, name="f.csv"):
    return read_spreadsheet(SimpleUploadedFile(name, content))[0].lines


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Titre;Ville\nÉté;Œuf", "utf-8"),
        ("\ufeffTitre;Ville\nÉté;Œuf", "utf-8"),
        ("Titre;Ville\nÉté;Œuf", "cp1252"),
        ("Titre,Ville\nÉté,Œuf", "utf-8"),
        ("Titre\tVille\r\nÉté\tŒuf", "utf-16"),
        ('"Titre";"Ville"\r\n"Été";"Œuf"\r\n;;\r\n', "utf-8"),
    ],
)
def test_csv_is_read_as_it_comes(content, name):
    assert lines_of(content.encode(name)) == [(1, ["Titre", "Ville"]), (2, ["Été", "Œuf"])]


def test_csv_keeps_the_line_breaks_of_a_cell():
    lines = lines_of(b'Titre;"R\xc3\xa9sum\xc3\xa9"\n"a;b";"un\ndeux ""trois"""\n')

    assert lines[1] == (2, ["a;b", 'un\ndeux "trois"'])


def test_workbook_gives_dates_numbers_and_kept_values():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Feuille")
        sheet.write_datetime(0, 0, date(2024, 1, 15), book.add_format({"num_format": "d/m/yyyy"}))
        sheet.write_number(0, 1, 2024)
        sheet.write_number(0, 2, 12.5)
        sheet.write_formula(0, 3, "=1+1", value=7)
        sheet.write_boolean(0, 4, True)
        sheet.write_string(0, 5, "=HYPERLINK()")

    lines = lines_of(content.getvalue(), "f.xlsx")

    assert lines == [(1, ["2024-01-15", 2024, 12.5, 7, "oui", "=HYPERLINK()"])]


def opendocument(table):
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    tables = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    words = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{tables}" '
        f'xmlns:text="{words}"><office:body><office:spreadsheet>{table}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "<manifest:manifest xmlns:manifest='urn:m'/>"
    return archive(
        **{
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF__manifest.xml": manifest,
            "content.xml": content,
        }
    )


CELL = (
    '<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
    "<text:p>Titre</text:p></table:table-cell>"
)
ROW = '<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'


def test_opendocument_is_read():
    blank = '<table:table-cell table:number-columns-repeated="16380"/>'
    line = ROW.format(rows=1, cells=CELL.format(columns=1) + blank)
    end = ROW.format(
        rows=1_048_575, cells='<table:table-cell table:number-columns-repeated="16384"/>'
    )

    lines = lines_of(opendocument(f'<table:table table:name="P">{line}{end}</table:table>'))

    assert [(number, [c for c in cells if c]) for number, cells in lines] == [(1, ["Titre"])]


def test_opendocument_that_repeats_without_end_is_refused():
    line = ROW.format(rows=1_000_000, cells=CELL.format(columns=16_000))

    with pytest.raises(UnreadableSpreadsheet, match="Ce classeur"):
        lines_of(opendocument(f'<table:table table:name="P">{line}</table:table>'))


@pytest.mark.django_db
def test_merged_cells_and_blank_lines_are_told(client):
    member = MemberFactory()
    client.force_login(member.user)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Partenariats")
        sheet.write_string(0, 0, "Nos jumelages")
        sheet.write_row(2, 0, ["Titre", "Partenaires étrangers"])
        sheet.write_row(4, 0, ["Jumelage", ""])
        sheet.merge_range("B5:B6", "Oujda")
        sheet.write_row(5, 0, ["Autre"])

    spreadsheet = sent(client, member.authority, content.getvalue())

    assert list(spreadsheet.rows.values_list("line", flat=True)) == [5, 6]
    assert "cellules fusionnées" in spreadsheet.report["notes"][0]
