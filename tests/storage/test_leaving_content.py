"""A file whose content is deleted from the store before its row is written is stored again."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from cncd_portal.storage.disk import DiskStore
from partnerships.files.content import delete_unused
from partnerships.models import (
    Attachment,
    EvidenceDocument,
    OpinionFile,
    ProposalIllustration,
    StoredContent,
)
from tests.factories.accounts import curator
from tests.factories.dossiers import dossier_in
from tests.factories.files import JPEG, PDF
from tests.factories.lists import ProposalFactory
from tests.factories.opinions import asked, reply
from tests.partnerships.dossier import test_upload
from tests.partnerships.propositions.sent import WITHOUT_EVIDENCE, address, sent
from tests.partnerships.propositions.workshop import test_workshop_illustration as illustration

pytestmark = pytest.mark.django_db(transaction=True)


class LeavingStore(DiskStore):
    """Deletes a content at once, the first `times` that it is stored, as the upkeep might."""

    times = 0

    def save(self, name, content, max_length=None):
        saved = super().save(name, content, max_length)
        cls = type(self)
        content = StoredContent.objects.first()
        if cls.times and content:
            cls.times -= 1
            delete_unused(content.sha256)
        return saved


def send_attachment(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    return test_upload.upload(client, dossier)


def send_picture(client):
    ProposalFactory(number=5)
    client.force_login(curator())
    return illustration.send(client, JPEG)


def send_evidence(client):
    ProposalFactory(number=5)
    client.force_login(curator())
    file = SimpleUploadedFile("bilan.pdf", PDF)
    return client.post(address(), sent(**{"document-0-file": file}, **WITHOUT_EVIDENCE))


def send_opinion(client):
    _opinion, link = asked()
    return reply(client, link, file=SimpleUploadedFile("avis.pdf", PDF))


WAYS = [
    (send_attachment, Attachment, 201),
    (send_picture, ProposalIllustration, 302),
    (send_evidence, EvidenceDocument, 302),
    (send_opinion, OpinionFile, 302),
]


@pytest.fixture
def leaving(settings):
    backend = {"BACKEND": f"{__name__}.{LeavingStore.__name__}"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    yield LeavingStore
    LeavingStore.times = 0


@pytest.mark.parametrize(("send", "model", "status"), WAYS)
def test_a_file_is_stored_again(client, leaving, send, model, status):
    leaving.times = 1

    response = send(client)

    assert response.status_code == status
    file = model.objects.get()
    assert StoredContent.objects.get().sha256 == file.sha256
    assert storages["default"].exists(StoredContent.objects.get().paths[0])
    assert not leaving.times


@pytest.mark.parametrize(("send", "model", "status"), WAYS)
def test_nothing_is_written_where_it_leaves_each_time(client, leaving, send, model, status):
    leaving.times = 100

    response = send(client)

    assert response.status_code in (200, 422, 503)
    assert "réessayez" in response.content.decode().replace("Réessayez", "réessayez")
    assert not model.objects.exists()
    assert not StoredContent.objects.exists()
