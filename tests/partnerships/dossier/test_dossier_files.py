"""Attachments of a dossier: checked by content, private, safely named."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.models import Attachment, Dossier, StoredContent
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.files import (
    DOCX,
    OPEN_SHEET,
    OPEN_TEXT,
    PDF,
    XLSX,
    address_of,
    archive,
    docx,
    download,
    send,
    step_of,
    stored,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode().replace("\u202f", " ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Convention 2024.pdf", PDF),
        ("texte.docx", DOCX),
        ("tableau.xlsx", XLSX),
        ("texte.odt", OPEN_TEXT),
        ("tableau.ods", OPEN_SHEET),
    ],
)
def test_allowed_file_is_kept_and_comes_back_as_it_was(member, dossier, name, content):
    page = text_of(send(member, dossier, (name, content)))

    attachment = Attachment.objects.get()
    _response, received = download(member, address_of(attachment))
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

    response, _content = download(member, address_of(Attachment.objects.get()))

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
        ("sans-extension", b"du texte", "n’est pas d’un type accepté"),
        ("plan.tif", b"II*\x00", "enregistrez-le en PDF ou, si c’est une image, en JPEG"),
        ("courrier.rtf", b"{\\rtf1 Bonjour}", "enregistrez-le en PDF"),
        (
            "convention.pdf",
            b"<html><script>alert(1)</script>",
            "n’est pas celui qu’annonce son nom",
        ),
        ("photo.png", PDF, "n’est pas celui qu’annonce son nom"),
        ("texte.docx", XLSX, "n’est pas celui qu’annonce son nom"),
        ("texte.odt", OPEN_SHEET, "n’est pas celui qu’annonce son nom"),
        ("texte.docx", b"PK\x03\x04" + b"\x00" * 100, "est abîmé ou incomplet"),
        ("texte.docx", archive({"a.txt": "x"}), "n’est pas celui qu’annonce son nom"),
        ("texte.docx", docx(**{"word/vbaProject.bin": "x"}), "macros"),
        ("convention.pdf.exe", PDF, "n’est pas d’un type accepté"),
        ("texte.pdf", b"du texte", "n’est pas celui qu’annonce son nom"),
    ],
)
def test_refused_file_is_reported_and_nothing_is_stored(
    member, dossier, settings, name, content, message
):
    page = text_of(send(member, dossier, (name, content)))

    assert message in page
    assert name in page
    assert not Attachment.objects.exists()
    assert not StoredContent.objects.exists()
    assert stored(settings) == []


def test_file_over_the_limit_is_refused_and_the_limit_is_shown_first(member, dossier, settings):
    settings.ATTACHMENT_MAX_BYTES = 2048

    before = text_of(member.get(step_of(dossier)))
    after = text_of(send(member, dossier, ("gros.pdf", PDF + b"0" * 2048)))

    assert "2 Ko au plus par fichier" in before.replace("\u00a0", " ")
    assert "est trop lourd" in after
    assert stored(settings) == []


def test_one_refused_file_does_not_lose_the_others_nor_what_was_typed(member, dossier):
    send(member, dossier, ("a.pdf", PDF))
    first = Attachment.objects.get()
    path = f"documents.{first.uuid}.title"

    page = text_of(
        send(member, dossier, ("b.exe", b"MZ"), ("c.pdf", PDF), **{path: "Ma convention"})
    )

    assert "b.exe" in page
    assert Dossier.objects.get().buffer[path] == "Ma convention"
    assert list(Attachment.objects.values_list("file_name", flat=True)) == ["a.pdf", "c.pdf"]


@pytest.mark.parametrize(
    ("name", "stored_name"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("facture\u202efdp.pdf", "facturefdp.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
        ("convention signée", "convention signée.pdf"),
        ("Convention 2.0 signée", "Convention 2.0 signée.pdf"),
        ("é" * 300, "é" * 196 + ".pdf"),
    ],
)
def test_name_of_a_file_is_only_a_name(member, dossier, settings, name, stored_name):
    send(member, dossier, (name, PDF))

    attachment = Attachment.objects.get()
    assert attachment.file_name == stored_name
    assert [path.name for path in stored(settings)] == [attachment.sha256]


def test_same_content_is_stored_once(member, dossier, settings):
    send(member, dossier, ("a.pdf", PDF), ("b.pdf", PDF))

    assert Attachment.objects.count() == 2
    assert len(stored(settings)) == 1


def test_erased_file_leaves_the_store_when_nothing_refers_to_it(
    member, dossier, settings, django_capture_on_commit_callbacks
):
    send(member, dossier, ("a.pdf", PDF), ("b.pdf", PDF))
    first, second = Attachment.objects.all()

    counts = []
    for attachment in (first, second):
        with django_capture_on_commit_callbacks(execute=True):
            for name in ("remove", "forget"):
                member.post(step_of(dossier), {"do": f"{name}:documents:{attachment.uuid}"})
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
    assert download(client, address_of(attachment))[1] == PDF


@pytest.mark.parametrize("removed", ["x", "\x00", "00000000-0000-4000-8000-000000000000"])
def test_removing_an_unknown_file_changes_nothing(member, dossier, removed):
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


def test_file_that_the_store_lost_is_an_error(member, dossier, settings):
    send(member, dossier, ("a.pdf", PDF))
    for path in stored(settings):
        path.unlink()

    assert member.get(address_of(Attachment.objects.get())).status_code == 500


def test_file_sent_to_a_deposited_dossier_is_refused(client, settings):
    dossier = dossier_in("submitted")
    client.force_login(dossier.created_by)

    response = client.post(step_of(dossier), {"files": [SimpleUploadedFile("a.pdf", PDF)]})

    assert response.status_code == 409
    assert not Attachment.objects.exists()
    assert stored(settings) == []


def test_refused_file_stays_on_the_step(member, dossier):
    response = send(member, dossier, ("b.exe", b"MZ"), do="goto:contact")

    assert response.redirect_chain[-1][0] == step_of(dossier)
    assert "n’est pas d’un type accepté" in text_of(response)
