"""Office documents, ordinary and made to harm, written as the programs of each kind do."""

import io
import struct
import zipfile

import xlsxwriter

from tests.factories.files import archive

# What the refusals say.
DAMAGED, TOO_MUCH = "est abîmé ou incomplet", "contient trop de données"
MACROS, FETCHED = "contient des macros", "va chercher une partie de son contenu ailleurs"
TEMPLATE, COMMAND = "dans le modèle auquel il est attaché", "appelle un autre programme"
PASSWORD, MISMATCH = "est protégé par un mot de passe", "n’est pas celui qu’annonce son nom"
MEGABYTE = 1024 * 1024

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
REMOTE = "http://modeles.example/charte.dotm"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SETTINGS = "word/_rels/settings.xml.rels"


def relation(kind, target=REMOTE, mode=' TargetMode="External"'):
    return f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def relations(*each):
    return (
        f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'
    )


def content_types(*overrides):
    return (
        f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/settings.xml" ContentType="{TYPES}.settings+xml"/>'
        f"{''.join(overrides)}</Types>"
    )


def text_part(body="<w:p><w:r><w:t>Convention de jumelage &amp; annexes</w:t></w:r></w:p>"):
    return f'{DECLARED}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'


def field(*pieces):
    """A field of Word, whose instruction is cut into these pieces."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>\n{runs}\n'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def word_parts(**parts):
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml", "")),
        "word/document.xml": text_part(),
        "word/settings.xml": f'{DECLARED}<w:settings xmlns:w="{WORDS}"/>',
        **parts,
    }


def word(*, compression=zipfile.ZIP_DEFLATED, **parts) -> bytes:
    """A document of Word, of which parts are added or replaced."""
    return archive(word_parts(**parts), compression=compression)


def settings_with(*each):
    return word(**{SETTINGS: relations(*each)})


def template(target=REMOTE, name="attachedTemplate", mode="External"):
    return relation(name, target, f' TargetMode="{mode}"')


def macro_type(content_type):
    override = f'<Override PartName="/word/x.bin" ContentType="{content_type}"/>'
    return word(**{"[Content_Types].xml": content_types(override)})


BILLION = (
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {x} "{f"&{y};" * 10}">' for y, x in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><w>&i;</w>"
)


def excel() -> bytes:
    """A workbook with a formula, a chart, links and a comment, whose drawing is no XML."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Budget")
        sheet.write_row(0, 0, ["Année", 2024, 12.5])
        sheet.write_formula(1, 0, "=SUM(B1:C1)", value=2036.5)
        sheet.write_url(2, 0, "https://www.example.fr/jumelage")
        sheet.write_url(3, 0, r"external:\\serveur\partage\convention.docx")
        sheet.write_comment(4, 0, "À vérifier")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Budget!$B$1:$C$1"})
        sheet.insert_chart(5, 0, chart)
    return content.getvalue()


def replaced(document: bytes, **parts) -> bytes:
    """The document with parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(document)) as whole:
        return archive({**{name: whole.read(name) for name in whole.namelist()}, **parts})


NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "script": "script",
        "meta": "meta",
        "style": "style",
        "manifest": "manifest",
    }.items()
)
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def open_part(root, body="", *, kind="text"):
    inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    body = inner if root == "document-content" else body
    return f"{DECLARED}<office:{root} {NAMESPACES} {XLINK}>{body}</office:{root}>"


def open_document(body="<text:p>Avis</text:p>", *, kind="text", **parts) -> bytes:
    """A document of LibreOffice, whose content is `body`, with parts added or replaced."""
    manifest = f'<manifest:manifest {NAMESPACES}><manifest:file-entry manifest:full-path="/"/>'
    local = 'xlink:type="simple" xlink:href="../../Modeles/courrier.ott"'
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": open_part("document-content", body, kind=kind),
            "styles.xml": open_part("document-styles", "<office:styles/>"),
            "settings.xml": open_part("document-settings", "<office:settings/>"),
            "meta.xml": open_part(
                "document-meta", f"<office:meta><meta:template {local}/></office:meta>"
            ),
            # Empty in the files of old versions.
            "Configurations2/accelerator/current.xml": "",
            "META-INF/manifest.xml": f"{DECLARED}{manifest}</manifest:manifest>",
            **parts,
        }
    )


def other_local_name(document: bytes, name: str, other: str) -> bytes:
    """The document, whose part `name` has the name `other`, as long, before its content."""
    return document.replace(name.encode(), other.encode(), 1)


def second_name(name: str) -> bytes:
    """A document whose picture has another name in an extra field (Info-ZIP, 0x7075)."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for each, text in word_parts().items():
            file.writestr(each, text)
        info = zipfile.ZipInfo("word/media/image1.png")
        extra = b"\1\0\0\0\0" + name.encode()
        info.extra = struct.pack("<2H", 0x7075, len(extra)) + extra
        file.writestr(info, b"x")
    return content.getvalue()


def other_local_method(document: bytes) -> bytes:
    """The document, whose first part says before its content that it is packed otherwise."""
    content = bytearray(document)
    content[8:10] = (12).to_bytes(2, "little")
    return bytes(content)
