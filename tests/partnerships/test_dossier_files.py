"""Files of a dossier: allowed by their content, private, and named for what they are."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.models import Attachment, Dossier
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88"
ODT = "application/vnd.oasis.opendocument.text"


def archive(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in members.items():
            file.writestr(name, text)
    return content.getvalue()


DOCX = archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
XLSX = archive(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})
MACROS = archive(
    **{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", "word/vbaProject.bin": "x"}
)
OPEN_TEXT = archive(mimetype=ODT)
OPEN_SHEET = archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")


@pytest.fixture
def dossier():
    return dossier_in("draft")


@pytest.fixture
def member(client, dossier):
    client.force_login(dossier.created_by)
    return client


def step_of(dossier):
    return reverse("partnerships:dossier_step", args=[dossier.uuid, "documents"])


def send(client, dossier, *files, **fields):
    data = {
        "do": "upload:documents",
        "upload_kind": "agreement",
        "files": [SimpleUploadedFile(name, content) for name, content in files],
        **fields,
    }
    return client.post(step_of(dossier), data, follow=True)


def text_of(response):
    return response.content.decode().replace("\u202f", " ")


def stored(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def address_of(attachment):
    return reverse(
        "partnerships:attachment_download", args=[attachment.dossier.uuid, attachment.uuid]
    )


def download(client, attachment):
    """The answer, and its content where there is one: read to its end, which closes the file."""
    response = client.get(address_of(attachment))
    content = b"".join(response.streaming_content) if response.streaming else b""
    return response, content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Convention 2024.pdf", PDF),
        ("photo.PNG", PNG),
        ("photo.jpg", JPEG),
        ("photo.jpeg", JPEG),
        ("photo.webp", WEBP),
        ("texte.docx", DOCX),
        ("tableau.xlsx", XLSX),
        ("texte.odt", OPEN_TEXT),
        ("tableau.ods", OPEN_SHEET),
    ],
)
def test_allowed_file_is_kept_and_comes_back_as_it_was(member, dossier, name, content):
    page = text_of(send(member, dossier, (name, content)))

    attachment = Attachment.objects.get()
    _response, received = download(member, attachment)
    assert name in page
    assert Dossier.objects.get().buffer["documents"] == [str(attachment.uuid)]
    assert (attachment.file_name, attachment.size, attachment.kind) == (
        name,
        len(content),
        "agreement",
    )
    assert received == content


def test_download_cannot_run_in_the_browser(member, dossier):
    send(member, dossier, ("a.pdf", PDF))

    response, _content = download(member, Attachment.objects.get())

    assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("vide.pdf", b"", "est vide"),
        ("programme.exe", b"MZ\x90", "n’est pas d’un type accepté"),
        ("page.html", b"<html><script>", "n’est pas d’un type accepté"),
        ("dessin.svg", b"<svg onload='x'/>", "n’est pas d’un type accepté"),
        ("sans-extension", PDF, "n’est pas d’un type accepté"),
        (
            "convention.pdf",
            b"<html><script>alert(1)</script>",
            "n’est pas celui qu’annonce son nom",
        ),
        ("photo.png", JPEG, "n’est pas celui qu’annonce son nom"),
        ("texte.docx", XLSX, "n’est pas celui qu’annonce son nom"),
        ("texte.odt", OPEN_SHEET, "n’est pas celui qu’annonce son nom"),
        ("texte.docx", b"PK\x03\x04" + b"\x00" * 100, "n’est pas celui qu’annonce son nom"),
        ("texte.docx", archive(**{"a.txt": "x"}), "n’est pas celui qu’annonce son nom"),
        ("texte.docx", MACROS, "macros"),
        ("convention.pdf.exe", PDF, "n’est pas d’un type accepté"),
        ("texte.pdf", b"du texte", "n’est pas celui qu’annonce son nom"),
    ],
)
def test_refused_file_is_told_and_leaves_nothing(member, dossier, settings, name, content, message):
    page = text_of(send(member, dossier, (name, content)))

    assert message in page
    assert name in page
    assert not Attachment.objects.exists()
    assert stored(settings) == []


def test_file_over_the_limit_is_refused_and_the_limit_said_before(member, dossier, settings):
    settings.ATTACHMENT_MAX_BYTES = 2048

    before = text_of(member.get(step_of(dossier)))
    after = text_of(send(member, dossier, ("gros.pdf", PDF + b"0" * 2048)))

    assert re.search(r"2,0\s[Kk]", before)
    assert "est trop lourd" in after
    assert stored(settings) == []


def test_one_refused_file_does_not_lose_the_others_nor_what_was_typed(member, dossier):
    send(member, dossier, ("a.pdf", PDF))
    first = Attachment.objects.get()
    path = f"documents.{first.uuid}.title"

    page = text_of(
        send(member, dossier, ("b.exe", b"MZ"), ("c.png", PNG), **{path: "Ma convention"})
    )

    assert "b.exe" in page
    assert Dossier.objects.get().buffer[path] == "Ma convention"
    assert list(Attachment.objects.values_list("file_name", flat=True)) == ["a.pdf", "c.png"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("facture\u202efdp.pdf", "facturefdp.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
    ],
)
def test_name_of_a_file_is_only_a_name(member, dossier, settings, name, kept):
    send(member, dossier, (name, PDF))

    attachment = Attachment.objects.get()
    assert attachment.file_name == kept
    assert [path.name for path in stored(settings)] == [attachment.sha256]


def test_same_content_is_stored_once(member, dossier, settings):
    send(member, dossier, ("a.pdf", PDF), ("b.pdf", PDF))

    assert Attachment.objects.count() == 2
    assert len(stored(settings)) == 1


def test_removed_file_leaves_the_store_when_nothing_holds_it(
    member, dossier, settings, django_capture_on_commit_callbacks
):
    send(member, dossier, ("a.pdf", PDF), ("b.pdf", PDF))
    first, second = Attachment.objects.all()

    counts = []
    for attachment in (first, second):
        with django_capture_on_commit_callbacks(execute=True):
            member.post(step_of(dossier), {"do": f"remove:documents:{attachment.uuid}"})
        counts.append((Attachment.objects.count(), len(stored(settings))))

    assert counts == [(1, 1), (0, 0)]
    assert Dossier.objects.get().buffer["documents"] == []


def test_removed_file_that_was_deposited_stays_for_the_officers(client, settings):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("a.pdf", PDF))
    attachment = Attachment.objects.get()
    for action in ("submit", "withdraw"):
        client.post(
            reverse("partnerships:dossier_action", args=[dossier.uuid, action]),
            {"seen": dossier.last_sequence},
        )

    client.post(step_of(dossier), {"do": f"remove:documents:{attachment.uuid}"})

    assert Dossier.objects.get().buffer["documents"] == []
    assert Attachment.objects.get() == attachment
    client.force_login(reviewer())
    assert download(client, attachment)[1] == PDF


@pytest.mark.parametrize("removed", ["x", "\x00", "00000000-0000-4000-8000-000000000000"])
def test_removing_a_file_that_is_not_there_changes_nothing(member, dossier, removed):
    send(member, dossier, ("a.pdf", PDF))

    response = member.post(step_of(dossier), {"do": f"remove:documents:{removed}"})

    assert response.status_code == 302
    assert Attachment.objects.count() == 1


def test_file_of_a_dossier_is_not_downloaded_by_others(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("a.pdf", PDF))
    address = address_of(Attachment.objects.get())

    for user in (UserFactory(), MemberFactory().user, reviewer()):
        client.force_login(user)
        assert client.get(address).status_code == 404


def test_officer_downloads_what_was_deposited_and_not_what_came_after(client):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)
    send(client, dossier, ("apres.pdf", PDF))
    address = address_of(Attachment.objects.get())
    client.force_login(dossier.reviewer)

    assert client.get(address).status_code == 404


def test_file_that_the_store_lost_is_not_found(member, dossier, settings):
    send(member, dossier, ("a.pdf", PDF))
    for path in stored(settings):
        path.unlink()

    assert member.get(address_of(Attachment.objects.get())).status_code == 404


def test_file_sent_to_a_deposited_dossier_is_refused(client, settings):
    dossier = dossier_in("submitted")
    client.force_login(dossier.created_by)

    response = client.post(step_of(dossier), {"files": [SimpleUploadedFile("a.pdf", PDF)]})

    assert response.status_code == 409
    assert not Attachment.objects.exists()
    assert stored(settings) == []


def test_refused_file_keeps_one_on_the_step(member, dossier):
    response = send(member, dossier, ("b.exe", b"MZ"), do="goto:contact")

    assert response.redirect_chain[-1][0] == step_of(dossier)
    assert "n’est pas d’un type accepté" in text_of(response)
