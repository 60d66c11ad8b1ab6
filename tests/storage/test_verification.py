"""What `verify_store` finds of a store, or of rows, that somebody changed; whole and by slices."""

import shutil
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from partnerships.models import (
    Attachment,
    DataExport,
    DecisionLetter,
    OpinionFile,
    PartnershipDocument,
    StoreCheck,
    StoredContent,
    StoreFaultKind,
)
from partnerships.workflow.portal import PORTAL
from partnerships.workflow.retention.archives import archive, erase
from tests.factories.data_exports import attached, made
from tests.factories.dossiers import dossier_in, publish_with_files
from tests.factories.files import PDF, picture, send
from tests.factories.opinions import asked, links_to, reply
from tests.factories.tampering import (
    lose_content,
    overwrite,
    overwrite_content,
    sizes_of_picture,
    verify,
)

pytestmark = pytest.mark.django_db


def published_with_files():
    """A published dossier with a document, a picture and its letter, and an archive of data."""
    client, dossier = Client(), dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("a.pdf", PDF), ("b.jpg", picture("JPEG", (1000, 500))))
    made(dossier.created_by)
    return publish_with_files(dossier)


@pytest.fixture(scope="module")
def rows(shared_rows):
    return published_with_files()


@pytest.fixture
def kept(rows, shared_rows, settings, tmp_path):
    """The same rows for all, on files of one's own."""
    settings.MEDIA_ROOT = shutil.copytree(shared_rows, tmp_path / "copy")
    return rows


def test_intact_store_is_said_so(kept):
    assert verify() == (True, "3 contenus lus.\nFichiers intacts.\n")
    assert StoreCheck.objects.get().faults == []


@pytest.mark.parametrize(
    ("harm", "said"), [(overwrite_content, "contenu modifié"), (lose_content, "contenu perdu")]
)
def test_harmed_letter_is_found(kept, harm, said):
    letter = DecisionLetter.objects.get()
    harm(letter.sha256)

    is_intact, text = verify()

    assert not is_intact
    assert f"{said} {letter.sha256} – " in text
    assert letter.file_name in text
    assert "1 défaut(s)" in text


def test_harmed_size_of_a_picture_is_found(kept):
    path = sizes_of_picture()[2]
    overwrite(path)

    assert path in verify()[1]


def test_harmed_archive_of_data_is_found(kept):
    export = DataExport.objects.get()
    overwrite(export.path)

    assert f"contenu modifié {export.sha256} – {export.path}" in verify()[1]


def test_digest_of_an_older_size_is_noted_at_its_first_reading(kept):
    content = StoredContent.objects.exclude(digests={}).get()
    StoredContent.objects.update(digests={})

    assert verify()[0]

    again = StoredContent.objects.get(pk=content.pk)
    assert again.digests == content.digests


def other_content(text=b"other"):
    """The SHA-256 of a content that the store does have, truly."""
    dossier = dossier_in("draft")
    return attached(dossier, b"%PDF-1.7 " + text).sha256


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (DecisionLetter, "n’est pas celle du journal"),
        (Attachment, "« a.pdf » du dossier"),
        (PartnershipDocument, "« a.pdf » n’est pas celui de la fiche"),
    ],
)
def test_row_that_names_another_true_content_is_found(kept, model, said):
    row = model.objects.order_by("pk").first()
    model.objects.filter(pk=row.pk).update(sha256=other_content())

    is_intact, text = verify()

    assert not is_intact
    assert said in text
    assert str(StoreFaultKind.ROW.label) in text


def test_file_of_an_opinion_is_compared_with_the_journal(kept, client):
    asked()
    link = links_to()[0]
    reply(client, link, file=ContentFile(PDF, name="avis.pdf"))
    assert verify()[0]
    OpinionFile.objects.update(sha256=other_content())

    assert "le fichier d’un avis" in verify()[1]


def test_letter_whose_row_is_gone_is_found(kept):
    letter = DecisionLetter.objects.get()
    letter.delete()

    is_intact, text = verify()

    assert not is_intact
    assert f"la lettre {letter.numbered} du dossier {kept.reference}" in text


def test_row_whose_content_nobody_knows_is_found(kept):
    StoredContent.objects.filter(sha256=DecisionLetter.objects.get().sha256).delete()

    assert not verify()[0]


def test_upload_that_did_not_end_is_no_fault(kept):
    StoredContent.objects.create(sha256="0" * 64)

    assert verify()[0]


def test_only_what_came_since_a_day_is_read(kept):
    letter = DecisionLetter.objects.get()
    overwrite_content(letter.sha256)
    StoredContent.objects.filter(sha256=letter.sha256).update(
        created_at=timezone.now() - timedelta(days=3)
    )
    today = timezone.localdate()

    assert verify(since=today)[0]
    assert not verify(since=today - timedelta(days=4))[0]
    assert not StoreCheck.objects.exists()


def test_letters_that_were_erased_with_their_dossier_are_no_fault(kept):
    dossier = dossier_in("closed", outcome="rejected")
    archive(dossier, by=PORTAL)
    erase(dossier, by=PORTAL)

    assert verify()[0]
