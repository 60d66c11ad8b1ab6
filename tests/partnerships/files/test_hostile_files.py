"""Files made to harm: refused in a sentence and with nothing left, or contained. The reason of
what is contained stands beside it.
"""

import io
import time
import tracemalloc

import pytest
from PIL import Image

from partnerships.files.archive import UNPACKED_MAX
from partnerships.files.kind import check
from partnerships.files.refusal import Refused
from partnerships.models import Attachment, Dossier, StoredContent
from tests.factories import hostile
from tests.factories.files import (
    DOCX,
    JPEG,
    PDF,
    PNG,
    WEBP,
    address_of,
    docx,
    download,
    heic,
    picture,
    send,
    stored,
)
from tests.factories.filling import text_of

pytestmark = pytest.mark.django_db
DAMAGED, TOO_MUCH = "est abîmé ou incomplet", "contient trop de données"
BAD_PICTURE, TOO_LARGE = "est abîmée ou incomplète", "est trop grande"
MISMATCH, UNKNOWN = "n’est pas celui qu’annonce son nom", "n’est pas d’un type accepté"
MACROS, FETCHED = "contient des macros", "va chercher une partie de son contenu ailleurs"

REFUSED = {
    "a page named as a text": ("convention.pdf", b"<html>" + hostile.SCRIPT, MISMATCH),
    "a page after the head of a PDF, without its end": (
        "a.pdf",
        b"%PDF-1.7" + hostile.SCRIPT,
        DAMAGED,
    ),
    "a drawing with a script": ("logo.svg", hostile.SVG, UNKNOWN),
    "a drawing with a script, named as a picture": ("logo.png", hostile.SVG, MISMATCH),
    "a program": ("facture.exe", b"MZ\x90", UNKNOWN),
    "a program named as a text": ("facture.pdf", b"MZ\x90\x00", MISMATCH),
    "two ends to its name": ("convention.pdf.html", PDF, UNKNOWN),
    "a text that is an archive too": ("a.pdf", hostile.ZIP_PDF, MISMATCH),
    "a picture named as a text": ("a.pdf", JPEG, MISMATCH),
    "a text named as a picture": ("a.jpg", PDF, MISMATCH),
    "nothing": ("vide.pdf", b"", "est vide"),
    "an archive of zeros": ("a.docx", hostile.bomb, TOO_MUCH),
    "an archive that lies on its size": ("a.docx", hostile.bomb_with_false_size, DAMAGED),
    "members that overlap": ("a.docx", hostile.overlapping, DAMAGED),
    "archives in archives": ("a.docx", hostile.nested, TOO_MUCH),
    "ten thousand members": ("a.docx", hostile.crowded, TOO_MUCH),
    "half an archive": ("a.docx", DOCX[: len(DOCX) // 2], DAMAGED),
    "an archive with something before": ("a.docx", b"PK\x03\x04" + DOCX, DAMAGED),
    "an archive with something after": ("a.docx", DOCX + hostile.SCRIPT, DAMAGED),
    "a path that climbs": ("a.docx", lambda: hostile.climbing("../../etc/cron.d/x"), DAMAGED),
    "a path from the root": ("a.docx", lambda: hostile.climbing("/etc/cron.d/x"), DAMAGED),
    "a path of Windows": ("a.docx", lambda: hostile.climbing("..\\..\\x.exe"), DAMAGED),
    "a password": ("a.docx", hostile.encrypted, "est protégé par un mot de passe"),
    "macros": ("a.docx", lambda: docx(**{"word/vbaProject.bin": "x"}), MACROS),
    "macros under another name": (
        "a.docx",
        lambda: docx(
            **{"[Content_Types].xml": "<x t='application/vnd.ms-word.document.macroEnabled.main'/>"}
        ),
        MACROS,
    ),
    "macros of another age": (
        "a.xlsx",
        lambda: hostile.archive(
            {
                "[Content_Types].xml": "<Types/>",
                "xl/workbook.xml": "<w/>",
                "xl/macrosheets/sheet1.xml": "<m/>",
            }
        ),
        MACROS,
    ),
    "programs of OpenDocument": (
        "a.odt",
        lambda: hostile.archive(
            {"mimetype": "application/vnd.oasis.opendocument.text", "Basic/Standard/x.xml": "<b/>"}
        ),
        MACROS,
    ),
    "a template fetched from elsewhere": (
        "a.docx",
        lambda: hostile.external("attachedTemplate"),
        FETCHED,
    ),
    "an object fetched from elsewhere": ("a.docx", lambda: hostile.external("oleObject"), FETCHED),
    "an entity that reads a file": ("a.docx", hostile.entities, DAMAGED),
    "an entity far from the beginning": (
        "a.docx",
        lambda: hostile.entities("".join(map(str, range(60_000))) + "<!ENTITY x 'y'>"),
        DAMAGED,
    ),
    "an entity in another encoding": (
        "a.docx",
        lambda: hostile.entities("<!DOCTYPE w [<!ENTITY x 'y'>]><w/>".encode("utf-16")),
        DAMAGED,
    ),
    "40,000 × 40,000 PNG": ("a.png", hostile.huge_png, TOO_LARGE),
    "40,000 × 40,000 JPEG": ("a.jpg", hostile.huge_jpeg, TOO_LARGE),
    "16,384 × 16,384 WebP": ("a.webp", hostile.huge_webp, TOO_LARGE),
    "a side of 25,000": ("a.png", hostile.long_png, TOO_LARGE),
    "half a PNG": ("a.png", PNG[: len(PNG) // 2], BAD_PICTURE),
    "half a JPEG": ("a.jpg", JPEG[: len(JPEG) // 2], BAD_PICTURE),
    "half a WebP": ("a.webp", WEBP[: len(WEBP) // 2], BAD_PICTURE),
    "an animated WebP": ("a.webp", lambda: hostile.animated("WEBP"), "est animée"),
    "an animated PNG": ("a.png", lambda: hostile.animated("PNG"), "est animée"),
    "a text that unpacks to 100 MB": ("a.png", hostile.text_bomb, BAD_PICTURE),
    "a profile that unpacks to 100 MB": ("a.png", hostile.profile_bomb, BAD_PICTURE),
    "a TIFF named as a JPEG": ("a.jpg", lambda: picture("TIFF"), MISMATCH),
    "a GIF": ("a.gif", lambda: picture("GIF"), UNKNOWN),
    "a HEIC": ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", BAD_PICTURE),
    "half a HEIC": ("a.heic", lambda: heic()[: len(heic()) // 2], BAD_PICTURE),
    "a side of 20,016, HEIC": ("a.heic", hostile.huge_heic, TOO_LARGE),
    "an animated AVIF": ("a.avif", lambda: hostile.animated("AVIF"), "est animée"),
    "a page named as a HEIC": ("a.heic", b"<html>", MISMATCH),
}


def drawn(content):
    return content() if callable(content) else content


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("what", REFUSED)
def test_refused_in_a_sentence_with_nothing_left(member, dossier, settings, what):
    name, content, sentence = REFUSED[what]

    page = text_of(send(member, dossier, (name, drawn(content))))

    assert sentence in page
    assert name in page
    assert not Attachment.objects.exists()
    assert not StoredContent.objects.exists()
    assert not any(Dossier.objects.get().buffer.get(name) for name in ("documents", "images"))
    assert stored(settings) == []


# Served to be saved, with a type that is exact and may not be guessed again, in a sandbox: no
# reader of the portal runs what these hold.
SAVED_ONLY = {
    "a program in a PDF": hostile.ACTIVE_PDF,
    "a page in a PDF": hostile.HTML_PDF,
}


@pytest.mark.parametrize("what", SAVED_ONLY)
def test_contained_because_it_is_only_saved(member, dossier, what):
    send(member, dossier, ("a.pdf", SAVED_ONLY[what]))

    response, content = download(member, address_of(Attachment.objects.get()))

    assert content == SAVED_ONLY[what]
    assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


# Only the pixels are kept: what stood around them, before or after, is gone.
MADE_ANEW = {
    "a page in a picture": ("a.jpg", hostile.HTML_JPEG),
    "an archive after a picture (GIFAR)": ("a.jpg", hostile.GIFAR),
    "a place, a camera, a page in the EXIF": ("a.jpg", hostile.jpeg_with_metadata),
    "texts of a PNG": ("a.png", hostile.png_with_metadata),
    "a second, hidden picture": ("a.jpg", hostile.mpo),
    "a broken profile": ("a.jpg", hostile.broken_profile),
    "the colours of a printer": ("a.jpg", lambda: picture("JPEG", mode="CMYK")),
    "sixteen bits": ("a.png", lambda: picture("PNG", mode="I;16")),
    "a picture under another picture's name": ("a.png", JPEG),
}
SECRETS = (b"script", b"SECRET", b"COMMENTAIRE", b"CAFEBABE", b"Exif", b"http", b"acsp")
# What a picture without metadata says of its encoding.
OF_ENCODING = {
    *("jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"),
    *("loop", "background", "timestamp", "duration"),
}


@pytest.mark.parametrize("what", MADE_ANEW)
def test_contained_because_it_is_made_anew(member, dossier, settings, what):
    name, content = MADE_ANEW[what]

    send(member, dossier, (name, drawn(content)))

    attachment = Attachment.objects.get()
    kept = [path.read_bytes() for path in stored(settings)]
    assert (attachment.file_name, attachment.content_type) == ("a.jpg", "image/jpeg")
    assert len(kept) == 2
    assert [secret for secret in SECRETS if any(secret in each for each in kept)] == []
    for each in kept:
        with Image.open(io.BytesIO(each)) as shown:
            assert (shown.size, shown.mode) == ((64, 48), "RGB")
            assert set(shown.info) <= OF_ENCODING


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\system.pdf": "system.pdf",
    "facture\u202efdp.pdf": "facturefdp.pdf",
    "a\x00b.pdf": "ab.pdf",
    "é" * 300 + ".pdf": "é" * 196 + ".pdf",
    "con<script>.pdf": "con<script>.pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_contained_because_a_name_is_only_a_name(member, dossier, settings, name):
    page = text_of(send(member, dossier, (name, PDF)))

    attachment = Attachment.objects.get()
    response, _content = download(member, address_of(attachment))
    assert attachment.file_name == NAMES[name]
    assert [path.name for path in stored(settings)] == [attachment.sha256]
    assert "con<script>" not in page
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment; filename")


def test_bomb_is_refused_before_it_unpacks():
    content = hostile.bomb()
    tracemalloc.start()
    start = time.monotonic()

    with pytest.raises(Refused):
        check(io.BytesIO(content), "a.docx")

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < UNPACKED_MAX / 20
    assert time.monotonic() - start < 20


def test_chart_with_its_spreadsheet_is_a_text():
    """What the limits on nested archives must let through."""
    sheet = hostile.archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})

    checked = check(io.BytesIO(docx(**{"word/embeddings/Sheet1.xlsx": sheet})), "rapport.docx")

    assert checked.content_type.endswith("wordprocessingml.document")


def test_text_with_links_is_a_text():
    """A link that one clicks is external too, and fetches nothing by itself."""
    checked = check(io.BytesIO(hostile.external("hyperlink")), "rapport.docx")

    assert checked.content_type.endswith("wordprocessingml.document")
