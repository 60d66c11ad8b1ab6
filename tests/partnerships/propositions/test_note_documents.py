"""The documents that the progress of a proposition rests on: who downloads them, and until when."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partnerships.models import EvidenceDocument, StoredContent
from proposals.models import Evidence, EvidenceKind
from tests.factories.files import PDF
from tests.factories.lists import ProposalFactory
from tests.partnerships.propositions.sent import WITHOUT_EVIDENCE, address, sent

pytestmark = pytest.mark.django_db


def with_document(client, **fields):
    file = SimpleUploadedFile("bilan.pdf", PDF)
    return client.post(address(), sent(**{"document-0-file": file}, **WITHOUT_EVIDENCE, **fields))


def document_address(number=5):
    evidence = Evidence.objects.get(kind=EvidenceKind.DOCUMENT)
    return reverse("proposals:evidence_document", args=[number, evidence.uuid])


def test_a_document_is_downloaded_while_its_note_stands(client, proposal, curator):
    assert with_document(client).status_code == 302
    client.logout()

    response = client.get(document_address())
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF
    assert "attachment" in response["Content-Disposition"]
    assert document_address() in client.get(proposal.get_absolute_url()).content.decode()
    # Not of another proposition.
    ProposalFactory(number=6)
    assert client.get(document_address(6)).status_code == 404

    client.force_login(curator)
    note = proposal.notes.get()
    withdraw = reverse("proposals:workshop_note_withdraw", args=[5, note.uuid])
    client.post(withdraw, {"reason": "Mauvais fichier"})
    client.logout()
    assert client.get(document_address()).status_code == 404
    assert "bilan.pdf" not in client.get(proposal.get_absolute_url()).content.decode()


def test_the_document_of_a_proposition_that_is_not_shown_is_not_sent(client, proposal, curator):
    with_document(client)
    type(proposal).objects.filter(pk=proposal.pk).update(
        published_from=timezone.now() + timedelta(days=1)
    )

    assert client.get(document_address()).status_code == 404


def test_a_document_that_waits_for_the_scanner_is_not_sent(client, proposal, curator, settings):
    with_document(client)
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    StoredContent.objects.update(scan_state="pending")

    assert client.get(document_address()).status_code == 503
    text = client.get(proposal.get_absolute_url()).content.decode()
    assert document_address() not in text
    assert "en attente d’analyse" in text


def test_a_file_that_is_none_of_the_accepted_ones_is_refused(client, proposal, curator):
    file = SimpleUploadedFile("page.html", b"<script>alert(1)</script>")

    response = client.post(address(), sent(**{"document-0-file": file}, **WITHOUT_EVIDENCE))

    assert response.status_code == 422
    assert "n’est pas d’un type accepté" in response.content.decode()
    assert not StoredContent.objects.exists()


def test_nothing_is_kept_of_the_file_of_a_refused_note(client, proposal, curator):
    response = with_document(client, next_review="2001-01-01")

    assert response.status_code == 422
    assert not EvidenceDocument.objects.exists()
    assert not StoredContent.objects.exists()
