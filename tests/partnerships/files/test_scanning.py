"""The malware scanner: nothing is served before it answers, nothing that waits is forgotten."""

import socketserver
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from partnerships.models import Attachment, PartnershipDocument, ScanState, StoredContent
from tests.factories.accounts import reviewer
from tests.factories.clamd import EICAR, Clamd
from tests.factories.dossiers import dossier_in, publish_with_files
from tests.factories.files import JPEG, PDF, address_of, download, send, step_of
from tests.factories.filling import errors_of, text_of

pytestmark = pytest.mark.django_db
INFECTED = PDF + EICAR + b"\n%%EOF\n"
NOBODY = "tcp://127.0.0.1:9"


@pytest.fixture
def clamd(settings):
    scanner = Clamd()
    settings.CLAMAV_URL = scanner.url
    yield scanner.server
    scanner.stop()


@pytest.fixture
def scanned(django_capture_on_commit_callbacks):
    """`scanned(client, dossier, *files)`: sent, and what waits in the queue is done."""

    def sent(*arguments):
        with django_capture_on_commit_callbacks(execute=True):
            return send(*arguments)

    return sent


def states():
    return sorted(StoredContent.objects.values_list("scan_state", "threat"))


def scan_files():
    output = StringIO()
    call_command("scan_files", stdout=output, stderr=output)
    return output.getvalue().replace("\u202f", " ")


def test_clean_file_is_served_once_scanned(member, dossier, clamd, scanned):
    scanned(member, dossier, ("a.pdf", PDF))

    response, content = download(member, address_of(Attachment.objects.get()))

    assert clamd.scanned == [PDF]
    assert states() == [(ScanState.CLEAN, "")]
    assert (response.status_code, content) == (200, PDF)


def test_file_waits_while_the_scanner_is_silent_and_may_be_deposited(
    member, dossier, settings, scanned, caplog
):
    settings.CLAMAV_URL = NOBODY
    page = text_of(scanned(member, dossier, ("a.pdf", PDF)))
    attachment = Attachment.objects.get()

    response, content = download(member, address_of(attachment))

    assert "en attente d’analyse" in page
    assert (response.status_code, content) == (503, b"")
    assert response["Retry-After"] == "60"
    assert "en attente d’analyse" in text_of(response)
    assert errors_of(dossier) == {}
    assert "waits for its scan" in caplog.text


def test_what_waits_is_scanned_when_the_scanner_is_back(
    member, dossier, settings, scanned, caplog, request
):
    settings.CLAMAV_URL = NOBODY
    scanned(member, dossier, ("a.pdf", PDF))
    assert "ne répond pas" not in scan_files()
    assert states() == [(ScanState.PENDING, "")]
    request.getfixturevalue("clamd")

    report = scan_files()

    assert report == "1 fichier(s) analysé(s).\n"
    assert download(member, address_of(Attachment.objects.get()))[1] == PDF


def test_scanner_that_is_down_is_not_asked_for_each_file(
    member, dossier, settings, scanned, caplog
):
    settings.CLAMAV_URL = NOBODY
    scanned(member, dossier, *((f"{n}.pdf", PDF + b"%" * n + b"\n%%EOF") for n in range(5)))
    caplog.clear()

    report = scan_files()

    assert "L’antivirus ne répond pas" in report
    assert len(caplog.records) == 3


def test_error_of_the_scanner_is_no_verdict(member, dossier, clamd, scanned, caplog):
    clamd.is_failing = True

    scanned(member, dossier, ("a.pdf", PDF))

    assert states() == [(ScanState.PENDING, "")]
    assert download(member, address_of(Attachment.objects.get()))[0].status_code == 503


def test_infected_file_is_refused_to_all_and_its_member_told_what_to_do(
    member, dossier, clamd, scanned, caplog
):
    scanned(member, dossier, ("virus.pdf", INFECTED))
    attachment = Attachment.objects.get()

    page = text_of(member.get(step_of(dossier)))
    response, content = download(member, address_of(attachment))

    assert states() == [(ScanState.INFECTED, "Win.Test.EICAR_HDB-1")]
    assert "un programme dangereux (Win.Test.EICAR_HDB-1)" in page
    assert "prévenez votre service informatique" in page
    assert address_of(attachment) not in page
    assert (response.status_code, content) == (403, b"")
    assert "retirez-le du dossier" in text_of(response)
    dossier.refresh_from_db()
    assert set(errors_of(dossier)) == {f"documents.{attachment.uuid}"}


def test_infected_file_stays_refused_without_a_scanner(
    member, dossier, clamd, scanned, settings, caplog
):
    scanned(member, dossier, ("virus.pdf", INFECTED))
    settings.CLAMAV_URL = ""

    response, content = download(member, address_of(Attachment.objects.get()))

    assert (response.status_code, content) == (403, b"")


def test_every_size_of_a_picture_is_scanned(member, dossier, clamd, scanned):
    scanned(member, dossier, ("photo.jpg", JPEG))

    assert len(clamd.scanned) == 2
    assert {content[:4] for content in clamd.scanned} == {b"RIFF", b"\xff\xd8\xff\xe0"}
    assert states() == [(ScanState.CLEAN, "")]


def test_file_of_before_the_scanner_waits_for_it(member, dossier, settings):
    send(member, dossier, ("a.pdf", PDF))
    address = address_of(Attachment.objects.get())
    assert download(member, address)[1] == PDF

    settings.CLAMAV_URL = NOBODY

    assert download(member, address)[0].status_code == 503


def test_published_and_deposited_files_wait_too(client, settings, caplog):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("a.pdf", PDF), ("photo.jpg", JPEG))
    dossier = publish_with_files(dossier)
    page_before = text_of(client.get(dossier.partnership.get_absolute_url()))
    settings.CLAMAV_URL = NOBODY

    page = text_of(client.get(dossier.partnership.get_absolute_url()))
    document = PartnershipDocument.objects.get()
    image = dossier.partnership.images.get()
    addresses = [
        reverse(
            "partnerships:partnership_document", args=[dossier.partnership.public_id, document.uuid]
        ),
        reverse(
            "partnerships:partnership_image",
            args=[dossier.partnership.public_id, image.uuid, 64, "jpg"],
        ),
    ]
    client.force_login(reviewer())
    addresses.append(address_of(dossier.attachments.first()))

    assert all(address in page_before for address in addresses[:2])
    assert all(address not in page for address in addresses[:2])
    assert page.count("en attente d’analyse") == 2
    assert [client.get(address).status_code for address in addresses] == [503, 503, 503]


def test_scanner_behind_a_socket_of_the_machine(tmp_path, settings, member, dossier, scanned):
    scanner = Clamd(str(tmp_path / "clamd.ctl"), socketserver.ThreadingUnixStreamServer)
    settings.CLAMAV_URL = scanner.url

    scanned(member, dossier, ("a.pdf", PDF))
    scanner.stop()

    assert states() == [(ScanState.CLEAN, "")]


def test_command_without_a_scanner_says_so():
    with pytest.raises(CommandError, match="CLAMAV_URL"):
        call_command("scan_files")
