"""What hides in the documents of LibreOffice is seen once parsed."""

import io

import pytest

from partnerships.files.kind import check
from partnerships.files.refusal import Refused
from tests.partnerships.files.office_documents import (
    BILLION,
    COMMAND,
    DAMAGED,
    FETCHED,
    MACROS,
    PASSWORD,
    TEMPLATE,
    open_document,
    open_part,
)

CLICK = '<text:a xlink:href="https://www.example.fr/">le site</text:a>'
LISTENER = (
    '<script:event-listener script:language="ooo:script" xlink:href="vnd.sun.star.script:x"/>'
)
REFUSED = {
    "a program of an event": (
        lambda: open_document(f"<office:event-listeners>{LISTENER}</office:event-listeners>"),
        MACROS,
    ),
    "a program in its content": (
        lambda: open_document('<text:script script:language="JavaScript">x()</text:script>'),
        MACROS,
    ),
    "a link to a program": (
        lambda: open_document(CLICK.replace("https:", "vnd.sun.star.&#115;cript:")),
        MACROS,
    ),
    "a folder of programs": (lambda: open_document(**{"Scripts/python/x.py": "x"}), MACROS),
    "an object of another site": (
        lambda: open_document('<draw:object xlink:href="http://x.example/a.odt"/>'),
        FETCHED,
    ),
    "a section of another site": (
        lambda: open_document('<text:section-source xlink:href="&#104;ttps://x.example/a.odt"/>'),
        FETCHED,
    ),
    "a picture under another prefix": (
        lambda: open_document(
            '<draw:image xmlns:x="http://www.w3.org/1999/xlink" x:href="//x.example/a.png"/>'
        ),
        FETCHED,
    ),
    "a background of its styles": (
        lambda: open_document(
            **{
                "styles.xml": open_part(
                    "document-styles",
                    '<style:background-image xlink:href="file://serveur/a.png"/>',
                )
            }
        ),
        FETCHED,
    ),
    "a page that follows": (
        lambda: open_document(
            **{
                "meta.xml": open_part(
                    "document-meta", '<meta:auto-reload xlink:href="http://x.example/"/>'
                )
            }
        ),
        FETCHED,
    ),
    "its template": (
        lambda: open_document(
            **{
                "meta.xml": open_part(
                    "document-meta", '<meta:template xlink:href="http://x.example/a.ott"/>'
                )
            }
        ),
        TEMPLATE,
    ),
    "an object in an object": (
        lambda: open_document(**{"Object 1/content.xml": '<a><b href="ftp://x.example/a" /></a>'}),
        FETCHED,
    ),
    "a source of DDE": (
        lambda: open_document('<office:dde-source office:dde-application="soffice"/>'),
        COMMAND,
    ),
    "a formula of DDE": (
        lambda: open_document('<table:table-cell table:formula="of:=DDE(&quot;cmd&quot;)"/>'),
        COMMAND,
    ),
    "a formula that asks a site": (
        lambda: open_document('<table:table-cell table:formula="of:=1+WebService(A1)"/>'),
        FETCHED,
    ),
    "a password": (
        lambda: open_document(
            **{"META-INF/manifest.xml": "<m><e><encryption-data/></e></m>", "content.xml": "\x07"}
        ),
        PASSWORD,
    ),
    "a billion of words": (lambda: open_document(**{"styles.xml": BILLION}), DAMAGED),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_once_parsed(what):
    document, sentence = REFUSED[what]

    with pytest.raises(Refused) as refusal:
        check(io.BytesIO(document()), "a.odt")

    assert sentence in str(refusal.value)
