"""Files as Macs, older programs and web pages write them: read, or named with how to save them."""

import zipfile
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.files.spreadsheets.reading import UnreadableSpreadsheet, read_spreadsheet
from tests.factories.files import archive
from tests.factories.spreadsheets import csv_of, row

pytestmark = pytest.mark.django_db
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
ODF = "application/vnd.oasis.opendocument."
stored = partial(archive, compression=zipfile.ZIP_STORED)
TITLE = "Échanges à l’été : où, çà, même"


def read(content, name="partenariats.csv"):
    return read_spreadsheet(SimpleUploadedFile(name, content))


def texts(content):
    (sheet,) = read(content)
    return [cell for _number, cells in sheet.lines for cell in cells]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_csv_of_any_program_is_read_with_its_accents(encoding, line_end):
    text = csv_of([row(Titre=TITLE)], encoding="utf-8").decode().replace("\r\n", line_end)

    found = texts(text.encode(encoding))

    assert TITLE in found
    assert "Partenaires étrangers" in found


@pytest.mark.parametrize(
    "declared", ["sep=;", "SEP=,", "sep=|", "sep=\t", '"sep=;"', "sep=;;;;", "sep=:"]
)
@pytest.mark.parametrize(("encoding", "line_end"), [("utf-8-sig", "\r\n"), ("utf-16", "\r")])
def test_first_line_tells_the_separator_and_is_no_line(declared, encoding, line_end):
    separator = declared.strip('"')[4]
    lines = [["Titre, court", "a;b:c"], ["É|té", "x\ty"]]
    rows = [separator.join(f'"{cell}"' for cell in cells) for cells in lines]

    (sheet,) = read(line_end.join([declared, *rows]).encode(encoding))

    assert sheet.lines == [(1, lines[0]), (2, lines[1])]


@pytest.mark.parametrize(
    "first", ["sep=", "sep=ab", "sep=é", 'sep="', "sep=\x07", "sep", "=;", "separation=;", "sep=;,"]
)
def test_first_line_that_declares_no_separator_is_kept(first):
    (sheet,) = read(f"{first}\r\nTitre;Nom\r\n".encode("utf-8-sig"))

    assert len(sheet.lines) == 2


def test_text_with_curved_quotes_alone_is_not_of_a_mac():
    assert "“Titre” – ’a" in texts("Titre;“Titre” – ’a".encode("cp1252"))


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<html><body><table><tr><td>Titre", "a.xls", "une page web (HTML)"),
        (b"\r\n<!DOCTYPE html>\r\n<table>", "a.xls", "une page web (HTML)"),
        (
            b'<html xmlns:x="urn:schemas-microsoft-com:office:excel">',
            "a.xls",
            "une page web (HTML)",
        ),
        ("\ufeff<table><tr><td>é".encode(), "a.xls", "une page web (HTML)"),
        ("<html><table>é".encode("utf-16"), "a.xls", "une page web (HTML)"),
        (
            b'<?xml version="1.0"?>\n<Workbook '
            b'xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "a.xml",
            "XML 2003",
        ),
        (b'<?xml version="1.0"?><office:document>', "a.fods", "OpenDocument à plat"),
        (b'<?xml version="1.0"?><factures/>', "a.xml", "Ce fichier est du XML"),
        (archive({"a.csv": "Titre"}), "a.zip", "une archive ZIP"),
        (archive({"a.csv": "Titre"}), "a.xlsx", "une archive ZIP"),
        (stored({"mimetype": ODF + "text", "content.xml": "<a/>"}), "a.odt", "un texte (Writer)"),
        (stored({"mimetype": ODF + "presentation"}), "a.odp", "une présentation"),
        (COMPOUND, "a.xls", "l’ancien format XLS"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "un mot de passe"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "a.doc", "l’ancien format de Word"),
        (COMPOUND + "PowerPoint Document".encode("utf-16-le"), "a.ppt", "une présentation"),
        (COMPOUND + "__properties_version1.0".encode("utf-16-le"), "a.msg", "un courriel"),
        (b"%PDF-1.7\n", "a.pdf", "C’est un PDF"),
        (b"{\\rtf1\\ansi Titre;Pays}", "a.rtf", "un texte (RTF)"),
        (b'{"Titre": "Eau", "Pays": "Mali"}', "a.json", "du JSON"),
        (b'[\n {"Titre": "Eau"}]', "a.csv", "du JSON"),
        ('[{"Titre": "Eau"}]'.encode("utf-16"), "a.csv", "du JSON"),
        (b'ID;PWXL;N;E\r\nC;Y1;X1;K"Titre"\r\nE\r\n', "a.slk", "SYLK"),
        (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "a.dif", "DIF"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Diop;Awa", "a.vcf", "un carnet d’adresses"),
        (b"begin:vcalendar\r\nVERSION:2.0", "a.csv", "un agenda"),
        (b"From: a@b.example\r\nSubject: Liste\r\n\r\nTitre;Pays", "a.eml", "un courriel"),
        (b"From a@b.example Mon\nTo: c\nDate: x\n\nTitre", "a.mbox", "un courriel"),
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<table>",
            "a.xls",
            "une page web (HTML)",
        ),
    ],
)
def test_other_format_is_named_with_how_to_save_it(content, name, sentence):
    with pytest.raises(UnreadableSpreadsheet) as refusal:
        read(content, name)

    assert sentence in str(refusal.value)
    assert any(word in str(refusal.value) for word in ("renvoyez", "envoyez", "copiez"))


@pytest.mark.parametrize(
    "heading",
    ["ID;Pays;Titre", "[Titre];Pays", "{Titre};Pays", "Date: jour;To", "Subject: objet;Pays"],
)
def test_heading_that_begins_as_another_format_does_is_read(heading):
    assert heading.split(";")[0] in texts(f"{heading}\r\n1;Mali;E-services\r\n".encode())
