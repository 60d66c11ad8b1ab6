"""Archives and XML that two programs would read otherwise, or without end."""

import io
import zipfile

import pytest

from partnerships.files.kind import check
from partnerships.files.refusal import Refused
from tests.partnerships.files.office_documents import (
    BILLION,
    DAMAGED,
    MEGABYTE,
    MISMATCH,
    SETTINGS,
    TEMPLATE,
    TOO_MUCH,
    content_types,
    other_local_method,
    other_local_name,
    relations,
    second_name,
    template,
    text_part,
    word,
)

REFUSED = {
    "padding in front": (
        lambda: word(
            compression=zipfile.ZIP_STORED,
            **{SETTINGS: relations(" " * 4 * MEGABYTE, template())},
        ),
        TEMPLATE,
    ),
    "padding in a comment": (
        lambda: word(
            compression=zipfile.ZIP_STORED,
            **{SETTINGS: relations("<!--" + "x" * 5 * MEGABYTE + "-->", template())},
        ),
        TOO_MUCH,
    ),
    "relations in UTF-16": (
        lambda: word(
            **{SETTINGS: relations(template()).replace("UTF-8", "UTF-16").encode("utf-16")}
        ),
        TEMPLATE,
    ),
    "relations in UTF-7": (
        lambda: word(**{SETTINGS: relations(template()).replace("UTF-8", "UTF-7")}),
        DAMAGED,
    ),
    "relations under an escaped name": (
        lambda: word(**{"word/_rels/settings.xml.%72els": relations(template())}),
        TEMPLATE,
    ),
    "relations under capitals": (
        lambda: word(**{SETTINGS.upper(): relations(template())}),
        TEMPLATE,
    ),
    "relations that do not end": (
        lambda: word(compression=zipfile.ZIP_STORED, **{SETTINGS: "<Relationship " * 285_000}),
        DAMAGED,
    ),
    "a tag that does not end": (
        lambda: word(compression=zipfile.ZIP_STORED, **{SETTINGS: "<a " + "b='' " * 2 * MEGABYTE}),
        TOO_MUCH,
    ),
    "a billion of words": (lambda: word(**{"word/document.xml": BILLION}), DAMAGED),
    "a billion of words in another part": (
        lambda: word(**{"customXml/item1.xml": BILLION}),
        DAMAGED,
    ),
    "an entity under another name": (
        lambda: word(
            **{
                "word/notes.bin": BILLION,
                "[Content_Types].xml": content_types(
                    '<Override PartName="/word/notes.bin" ContentType="x.footnotes+xml"/>'
                ),
            }
        ),
        DAMAGED,
    ),
    "an entity of another file": (
        lambda: word(**{"word/document.xml": '<!DOCTYPE w SYSTEM "http://x.example/w"><w/>'}),
        DAMAGED,
    ),
    "no end": (lambda: word(**{"word/document.xml": "<w><p></w>"}), DAMAGED),
    "another name before its content": (
        lambda: other_local_name(
            word(**{"word/media/image.bin": "x"}),
            "word/media/image.bin",
            "word/vbaProject12.bin"[:20],
        ),
        DAMAGED,
    ),
    "a second name": (lambda: second_name("word/vbaProject.bin"), DAMAGED),
    "another method before its content": (lambda: other_local_method(word()), DAMAGED),
    "a name twice, escaped": (
        lambda: word(**{"word/%64ocument.xml": text_part()}),
        DAMAGED,
    ),
    "a name twice, in capitals": (lambda: word(**{"WORD/document.xml": text_part()}), DAMAGED),
    "a name twice, by a dot": (lambda: word(**{"word/./document.xml": text_part()}), DAMAGED),
    "a path that climbs, escaped": (lambda: word(**{"word/%2e%2e/%2e%2e/x": "x"}), DAMAGED),
    "two kinds at once": (
        lambda: word(mimetype="application/vnd.oasis.opendocument.text"),
        MISMATCH,
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_once_parsed(what):
    document, sentence = REFUSED[what]

    with pytest.raises(Refused) as refusal:
        check(io.BytesIO(document()), "a.docx")

    assert sentence in str(refusal.value)
