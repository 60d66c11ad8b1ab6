"""Contents and the files that hold them, on both stores: kept once, served, then forgotten."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cncd_portal.storage.disk import PARTIAL, DiskStore
from partnerships.files.content import store_upload
from partnerships.files.kind import PDF as PDF_TYPE
from partnerships.files.kind import CheckedFile
from partnerships.models import Attachment, PartnershipDocument, StoredContent, stored_path
from partnerships.workflow.amendment import create_amendment
from tests.factories.dossiers import dossier_in, publish_with_files
from tests.factories.files import PDF, address_of, download, picture, send, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return dossier_in("draft")


@pytest.fixture
def member(client, dossier):
    client.force_login(dossier.created_by)
    return client


@pytest.fixture
def remove(member, django_capture_on_commit_callbacks):
    def removed(dossier, attachment):
        name = "images" if attachment.renditions else "documents"
        with django_capture_on_commit_callbacks(execute=True):
            for act in ("remove", "forget"):
                member.post(step_of(dossier), {"do": f"{act}:{name}:{attachment.uuid}"})

    return removed


def names(store):
    """Names of all that the store holds."""
    if isinstance(store, DiskStore):
        root = Path(store.location)
        return {path.name for path in root.rglob("*") if path.is_file()}
    listed = store.client.list_objects_v2(Bucket=store.bucket).get("Contents", ())
    return {item["Key"].rsplit("/")[-1] for item in listed}


def test_file_goes_through_the_store_unharmed(store, member, dossier):
    content = PDF + os.urandom(200_000) + b"%%EOF"

    send(member, dossier, ("a.pdf", content))

    response, received = download(member, address_of(Attachment.objects.get()))
    assert received == content
    assert response["Content-Length"] == str(len(content))


def test_picture_goes_through_the_store_in_its_sizes(store, client, member, dossier):
    send(member, dossier, ("a.jpg", picture("JPEG", (1000, 500))))
    partnership = publish_with_files(dossier).partnership
    image = partnership.images.get()
    client.logout()

    for rendition in image.renditions:
        end = {"image/webp": "webp", "image/jpeg": "jpg"}[rendition["content_type"]]
        address = reverse(
            "partnerships:partnership_image",
            args=[partnership.public_id, image.uuid, rendition["width"], end],
        )
        response, content = download(client, address)
        assert (response.status_code, len(content)) == (200, rendition["size"])
    assert len(names(store)) == 7  # six pictures and the letter


def test_content_leaves_with_the_last_file_that_holds_it(store, member, dossier, remove):
    send(member, dossier, ("a.pdf", PDF), ("b.pdf", PDF), ("c.jpg", picture("JPEG", (600, 300))))
    first, second, image = Attachment.objects.all()

    counts = [len(names(store))]
    for attachment in (first, second, image):
        remove(dossier, attachment)
        counts.append(len(names(store)))

    assert counts == [5, 5, 4, 0]
    assert not StoredContent.objects.exists()


def test_published_content_outlives_the_dossier_that_brought_it(store, member, dossier, remove):
    send(member, dossier, ("a.pdf", PDF))
    partnership = publish_with_files(dossier).partnership
    amendment = create_amendment(partnership, dossier.created_by)

    remove(amendment, amendment.attachments.get())

    document = PartnershipDocument.objects.get()
    address = reverse(
        "partnerships:partnership_document", args=[partnership.public_id, document.uuid]
    )
    assert download(member, address)[1] == PDF


def test_content_that_a_sender_left_is_pruned_after_a_day(store, member, dossier):
    send(member, dossier, ("held.pdf", PDF))
    left = store_upload(ContentFile(PDF + b"left"), CheckedFile("left.pdf", PDF_TYPE))
    recent = store_upload(ContentFile(PDF + b"recent"), CheckedFile("recent.pdf", PDF_TYPE))
    yesterday = timezone.now() - timedelta(hours=25)
    StoredContent.objects.exclude(pk=recent.pk).update(created_at=yesterday)
    output = io.StringIO()

    call_command("daily_upkeep", stdout=output)

    assert "contenus effacés\u202f: 1\n" in output.getvalue()
    assert names(store) == {Attachment.objects.get().sha256, recent.sha256}
    assert not StoredContent.objects.filter(pk=left.pk).exists()


def test_row_whose_content_never_came_is_pruned(store, member, dossier):
    StoredContent.objects.create(sha256="0" * 64, created_at=timezone.now() - timedelta(hours=25))

    call_command("daily_upkeep", stdout=io.StringIO())

    assert not StoredContent.objects.exists()


def test_content_lost_by_the_store_is_kept_again_when_it_is_sent_again(store, member, dossier):
    send(member, dossier, ("a.pdf", PDF))
    attachment = Attachment.objects.get()
    store.delete(stored_path(attachment.sha256))
    assert member.get(address_of(attachment)).status_code == 500

    send(member, dossier, ("b.pdf", PDF))

    assert download(member, address_of(attachment))[1] == PDF


def test_half_files_of_a_machine_that_stopped_are_pruned(settings):
    partial = Path(settings.MEDIA_ROOT) / PARTIAL / "half"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(b"half")
    yesterday = time.time() - 25 * 3600
    os.utime(partial, (yesterday, yesterday))

    call_command("daily_upkeep", stdout=io.StringIO())

    assert not partial.exists()
