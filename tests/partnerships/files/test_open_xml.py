"""What hides in the relations, types and fields of Word and Excel is seen once parsed."""

import io

import pytest

from partnerships.files.kind import check
from partnerships.files.refusal import Refused
from tests.partnerships.files.office_documents import (
    COMMAND,
    FETCHED,
    MACROS,
    REMOTE,
    TEMPLATE,
    content_types,
    excel,
    field,
    macro_type,
    relation,
    relations,
    replaced,
    settings_with,
    template,
    text_part,
    word,
)

DDE_LINK = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'


def embedding(inner):
    return word(**{"word/embeddings/inner.docx": inner})


REFUSED = {
    "its template": (lambda: settings_with(template()), TEMPLATE),
    "its template, on a server of files": (
        lambda: settings_with(template(r"file:///\\serveur\modeles\charte.dotx")),
        TEMPLATE,
    ),
    "its template, on a disk": (
        lambda: settings_with(template("file:///C:\\Modeles\\charte.dotx")),
        TEMPLATE,
    ),
    "its template, strict": (
        lambda: settings_with(
            template().replace("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org")
        ),
        TEMPLATE,
    ),
    "a mode with an entity": (lambda: settings_with(template(mode="&#69;xternal")), TEMPLATE),
    "a mode with spaces": (lambda: settings_with(template(mode="&#32;External ")), TEMPLATE),
    "no mode, an address": (lambda: settings_with(relation("frame", REMOTE, "")), FETCHED),
    "a type with an entity": (
        lambda: settings_with(template(name="attachedTempl&#x61;te")),
        TEMPLATE,
    ),
    "an angle in an attribute": (
        lambda: settings_with(template().replace(" Id=", ' Note=">" Id=')),
        TEMPLATE,
    ),
    "a prefix": (
        lambda: settings_with(template().replace("<Relationship ", "<p:Relationship ")),
        TEMPLATE,
    ),
    "an object": (lambda: settings_with(relation("oleObject")), FETCHED),
    "a piece of document": (lambda: settings_with(relation("aFChunk")), FETCHED),
    "a relation of tomorrow": (lambda: settings_with(relation("remoteScript")), FETCHED),
    "a picture of another site": (lambda: settings_with(relation("image")), FETCHED),
    "a picture of a server of files": (
        lambda: settings_with(relation("image", "file:////serveur/suivi.png")),
        FETCHED,
    ),
    "a picture of another server of files": (
        lambda: settings_with(relation("image", r"\\serveur\suivi.png")),
        FETCHED,
    ),
    "macros with an entity": (
        lambda: macro_type("application/vnd.ms-word.document.macro&#69;nabled.main+xml"),
        MACROS,
    ),
    "a program under another name": (
        lambda: macro_type("application/vnd.ms-office.vba&#x50;roject"),
        MACROS,
    ),
    "a program of a relation": (
        lambda: settings_with(
            '<Relationship Id="r1" Target="x.bin" '
            'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/>'
        ),
        MACROS,
    ),
    "content types in UTF-16": (
        lambda: word(
            **{
                "[Content_Types].xml": content_types(
                    '<Default Extension="a" ContentType="x.macroEnabled"/>'
                )
                .replace("UTF-8", "UTF-16")
                .encode("utf-16")
            }
        ),
        MACROS,
    ),
    "macros of a document in it": (
        lambda: embedding(word(**{"word/vbaProject.bin": "x"})),
        MACROS,
    ),
    "a field of DDE": (
        lambda: word(**{"word/document.xml": text_part(field(' DDEAUTO c:\\\\cmd.exe "/k"'))}),
        COMMAND,
    ),
    "a field of DDE in pieces": (
        lambda: word(**{"word/footer1.xml": text_part(field(" D", "DE", "AUTO c:\\\\cmd.exe"))}),
        COMMAND,
    ),
    "a field of DDE with entities": (
        lambda: word(**{"word/header1.xml": text_part(field(" &#68;DE&#x20;c:\\\\cmd.exe"))}),
        COMMAND,
    ),
    "a simple field of DDE": (
        lambda: word(
            **{"word/document.xml": text_part('<w:fldSimple w:instr="dde cmd"></w:fldSimple>')}
        ),
        COMMAND,
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_once_parsed(what):
    document, sentence = REFUSED[what]

    with pytest.raises(Refused) as refusal:
        check(io.BytesIO(document()), "a.docx")

    assert sentence in str(refusal.value)


REFUSED_SHEETS = {
    "a link of DDE": (
        lambda: replaced(excel(), **{"xl/externalLinks/externalLink1.xml": DDE_LINK}),
        COMMAND,
    ),
    "a macro of another age": (
        lambda: replaced(excel(), **{"xl/_rels/x.rels": relations(relation("xlMacrosheet"))}),
        MACROS,
    ),
}


@pytest.mark.parametrize("what", REFUSED_SHEETS)
def test_sheets_are_refused_once_parsed(what):
    document, sentence = REFUSED_SHEETS[what]

    with pytest.raises(Refused) as refusal:
        check(io.BytesIO(document()), "a.xlsx")

    assert sentence in str(refusal.value)
