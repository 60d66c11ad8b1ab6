"""A content is compared with its digest before it is given, on both stores, wherever it is read."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cncd_portal.storage.checked import AlteredContent, LostContent, open_checked
from partnerships.files.content import store_upload
from partnerships.files.kind import PDF as PDF_TYPE
from partnerships.files.kind import CheckedFile
from partnerships.files.scanning import ScannerSilent, scan
from partnerships.models import (
    Attachment,
    DataExport,
    DecisionLetter,
    PartnershipImage,
    ScanState,
    StoredContent,
    stored_path,
)
from tests.factories.data_exports import archive_of, made
from tests.factories.dossiers import dossier_in, publish_with_files
from tests.factories.files import PDF, address_of, download, picture, send
from tests.factories.tampering import lose_content, overwrite, overwrite_content, sizes_of_picture
from tests.modules import ROOT, tracked

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(client):
    dossier = dossier_in("closed")
    client.force_login(dossier.created_by)
    return DecisionLetter.objects.get(decision__dossier=dossier)


def letter_address(letter):
    return reverse("partnerships:letter_download", args=[letter.decision.dossier.uuid, letter.uuid])


def errors(caplog):
    return [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]


def test_content_is_given_whole_and_from_its_beginning(store):
    content = b"%PDF" + bytes(range(256)) * 20_000
    stored = store_upload(ContentFile(content), CheckedFile("a.pdf", PDF_TYPE))

    with open_checked(stored_path(stored.sha256), stored.sha256) as file:
        assert (file.size, file.read(4), file.read()) == (len(content), b"%PDF", content[4:])


def test_content_that_is_no_longer_the_same_is_an_error(store, caplog):
    sha256 = store_upload(ContentFile(PDF), CheckedFile("a.pdf", PDF_TYPE)).sha256
    overwrite_content(sha256)

    with pytest.raises(AlteredContent, match=sha256):
        open_checked(stored_path(sha256), sha256)

    assert [sha256 in text for text in errors(caplog)] == [True]


def test_content_that_is_lost_is_an_error(store, caplog):
    with pytest.raises(LostContent, match="00/00"):
        open_checked("00/00/" + "0" * 64, "0" * 64)

    assert len(errors(caplog)) == 1


@pytest.mark.parametrize("harm", [overwrite_content, lose_content])
def test_harmed_letter_is_never_served(client, letter, harm, caplog):
    assert client.get(letter_address(letter)).getvalue().startswith(b"%PDF")
    harm(letter.sha256)

    response = client.get(letter_address(letter))

    page = response.content.decode()
    assert response.status_code == 500
    assert "Ce fichier ne peut pas être remis" in page
    assert letter.sha256[:12] in page
    assert "forged" not in page
    assert response["Cache-Control"] == "no-store"
    assert letter.sha256 in caplog.text


def test_harmed_attachment_is_not_served_and_is_told_in_ones_own_data(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("a.pdf", PDF))
    attachment = Attachment.objects.get()
    overwrite_content(attachment.sha256)

    assert client.get(address_of(attachment)).status_code == 500
    files = archive_of(dossier.created_by)
    assert not [name for name in files if name.endswith("a.pdf")]
    assert "n’y est plus tel qu’il a été reçu" in files["manifeste.json"].decode()


def test_harmed_archive_of_ones_own_data_is_not_served(client):
    dossier = dossier_in("draft")
    export = made(dossier.created_by)
    overwrite(export.path)

    with pytest.raises(AlteredContent):
        export.open()
    assert DataExport.objects.get().sha256 == export.sha256


def test_each_size_of_a_picture_is_compared(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("a.jpg", picture("JPEG", (1000, 500))))
    partnership = publish_with_files(dossier).partnership
    image = PartnershipImage.objects.get()
    narrow = sizes_of_picture()[1]
    address = reverse(
        "partnerships:partnership_image", args=[partnership.public_id, image.uuid, 480, "jpg"]
    )
    assert narrow.endswith(".480.jpg")
    assert download(client, address)[0].status_code == 200

    overwrite(narrow, picture("JPEG", (480, 240), color="red"))

    assert client.get(address).status_code == 500


@pytest.mark.parametrize("harm", [overwrite_content, lose_content])
def test_harmed_content_is_mended_when_it_is_sent_again(store, client, harm):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("a.pdf", PDF))
    attachment = Attachment.objects.get()
    harm(attachment.sha256)

    send(client, dossier, ("b.pdf", PDF))

    assert download(client, address_of(attachment))[1] == PDF


def test_harmed_size_is_mended_when_its_picture_is_sent_again(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("a.jpg", picture("JPEG", (1000, 500))))
    overwrite(sizes_of_picture()[0])

    send(client, dossier, ("b.jpg", picture("JPEG", (1000, 500))))

    content = StoredContent.objects.get()
    for path, sha256 in content.digest_of_paths.items():
        open_checked(path, sha256).close()


def test_altered_content_gets_no_verdict():
    content = store_upload(ContentFile(PDF), CheckedFile("a.pdf", PDF_TYPE))
    overwrite_content(content.sha256)

    with pytest.raises(ScannerSilent, match=content.sha256):
        scan(content)

    content.refresh_from_db()
    assert content.scan_state == ScanState.PENDING


def test_nothing_else_opens_the_private_store():
    opening = re.compile(r"(storages\[[^\]]*\]|default_storage)\.open\(")
    found = {
        str(path.relative_to(ROOT))
        for path in tracked("*.py")
        if "tests" not in path.parts and opening.search(path.read_text())
    }

    # Anchors are signed, and checked by their signature.
    assert found == {"cncd_portal/storage/checked.py", "partnerships/anchors/daily.py"}
