"""Ordinary documents pass, and one that asks too much is refused at once, of an adviser too."""

import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.files.kind import check
from partnerships.files.refusal import Refused
from partnerships.models import OpinionFile, StoredContent
from tests.factories.opinions import asked, reply
from tests.factories.roles import text_of
from tests.partnerships.files.office_documents import (
    DAMAGED,
    SETTINGS,
    TEMPLATE,
    excel,
    field,
    open_document,
    relation,
    relations,
    replaced,
    settings_with,
    template,
    text_part,
    word,
)

CLICK = '<text:a xlink:href="https://www.example.fr/">le site</text:a>'


def endless():
    """Relations of which none ends, which patterns read in quadratic time."""
    return word(compression=zipfile.ZIP_STORED, **{SETTINGS: "<Relationship " * 285_000})


ORDINARY = {
    "Word": ("a.docx", word),
    "Word with links, fields and a linked picture": (
        "a.docx",
        lambda: word(
            **{
                "word/document.xml": text_part(
                    field(" PAGE ") + field(' HYPERLINK "http://example.fr"', " \\o DDE")
                ),
                SETTINGS: relations(
                    relation("hyperlink", "https://www.example.fr/?a=1&amp;b=DDE"),
                    relation("image", "file:///C:/Photos/mairie.png"),
                    relation("image", "media/image1.png", ""),
                ),
                "customXml/item1.xml": "<a>DDE</a>",
            }
        ),
    ),
    "Word in UTF-16": (
        "a.docx",
        lambda: word(
            **{"word/document.xml": text_part().replace("UTF-8", "UTF-16").encode("utf-16")}
        ),
    ),
    "Word with a chart": ("a.docx", lambda: word(**{"word/embeddings/a.xlsx": excel()})),
    "Word with a drawing that is no XML": (
        "a.docx",
        lambda: word(**{"word/drawings/a.vml": "<xml><br></xml>", "word/media/a.svg": "<svg>"}),
    ),
    "Excel": ("a.xlsx", excel),
    "Excel with another workbook": (
        "a.xlsx",
        lambda: replaced(
            excel(),
            **{
                "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                    relation("externalLinkPath", r"file:///\\serveur\budget.xlsx")
                )
            },
        ),
    ),
    "LibreOffice": (
        "a.odt",
        lambda: open_document(
            f'<text:p>{CLICK}<draw:image xlink:href="Pictures/a.png"/>'
            '<draw:image xlink:href="../photo.jpg"/><draw:object xlink:href="./Object 1"/></text:p>'
            '<text:section-source xlink:href="file:///C:/annexe.odt"/><office:scripts/>'
        ),
    ),
    "sheets of LibreOffice": (
        "a.ods",
        lambda: open_document(
            '<table:table-cell table:formula="of:=SUM([.A1:.B2])"/>', kind="spreadsheet"
        ),
    ),
}


@pytest.mark.parametrize("what", ORDINARY)
def test_ordinary_document_passes(what):
    name, document = ORDINARY[what]

    assert check(io.BytesIO(document()), name).file_name == name


def test_large_document_passes():
    cells = "<w:p><w:r><w:t>une ligne du tableau de la convention</w:t></w:r></w:p>"
    lines = "".join(cells.replace("une", str(number)) for number in range(200_000))

    checked = check(io.BytesIO(word(**{"word/document.xml": text_part(lines)})), "a.docx")

    assert checked.content_type.endswith("wordprocessingml.document")


def test_reading_that_does_not_end_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr("partnerships.files.office.SECONDS_MAX", 1)
    cells = "".join(f"<b c='{number}'/>" for number in range(3_000_000))
    heavy = open_document(cells)
    start = time.monotonic()

    with pytest.raises(Refused, match=r"prend trop de temps à lire.*enregistrez-le en PDF"):
        check(io.BytesIO(heavy), "a.odt")

    assert time.monotonic() - start < 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "sentence"),
    [(endless, DAMAGED), (lambda: settings_with(template()), TEMPLATE)],
)
def test_adviser_is_answered_at_once_and_nothing_is_kept(client, document, sentence):
    _opinion, link = asked()
    start = time.monotonic()

    response = reply(client, link, file=SimpleUploadedFile("avis.docx", document()))

    assert sentence in text_of(response)
    assert time.monotonic() - start < 10
    assert not OpinionFile.objects.exists()
    assert not StoredContent.objects.exists()


@pytest.mark.django_db
def test_adviser_sends_an_ordinary_document(client):
    _opinion, link = asked()

    reply(client, link, file=SimpleUploadedFile("avis.docx", word()))

    assert OpinionFile.objects.get().file_name == "avis.docx"
