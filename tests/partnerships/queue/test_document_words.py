"""Officers find a dossier by the words of the PDF that were deposited with it."""

import signal
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    Action,
    DocumentText,
    ErasureNotice,
    StoredContent,
    UpkeepJob,
    stored_path,
)
from partnerships.workflow import document_texts
from partnerships.workflow.document_texts import contents_to_read, read_contents, read_waiting
from partnerships.workflow.index_check import index_faults
from partnerships.workflow.portal import PORTAL
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.data_exports import attached
from tests.factories.dossiers import act, dossier_in
from tests.factories.killing import begin
from tests.factories.pdf import text_pdf
from tests.factories.roles import text_of
from tests.partnerships.queue.listing import QUEUE, listed

pytestmark = pytest.mark.django_db(transaction=True)
CONVENTION = text_pdf("Convention de jumelage", "Les hydrologues mesurent les crues à Vézelay.")


def deposited(*files, **fields):
    """A deposited dossier with (name, content) files."""
    dossier = dossier_in("draft", **fields)
    for name, content in files or [("convention.pdf", CONVENTION)]:
        attached(dossier, content, name)
    return act(dossier, Action.SUBMIT, dossier.created_by)


def rows(client, words):
    client.force_login(reviewer())
    page = client.get(QUEUE, {"q": words}).context["page"]
    return {each.row.dossier: list(each.row.found_in) for each in page.rows}


def erase(dossier):
    long_ago = timezone.localdate() - timedelta(days=400)
    ErasureNotice.objects.create(dossier=dossier, announced_on=long_ago)
    act(dossier, Action.ERASE, PORTAL)


@pytest.mark.parametrize(
    "words", ["hydrologue", "vezelay", "Vézelay crues", "éclairage hydrologues", "hydrolo"]
)
def test_words_of_a_deposited_pdf_find_the_dossier_and_say_where(client, words):
    dossier = deposited()
    dossier_in("submitted")

    assert rows(client, words) == {dossier: ["convention.pdf"]}
    assert "dans la pièce convention.pdf" in text_of(client.get(QUEUE, {"q": words}))
    assert rows(client, "hydrologue marrakech") == {}


def test_the_document_that_has_all_the_words_is_named_alone(client):
    dossier = deposited(
        ("convention.pdf", CONVENTION),
        ("bilan.pdf", text_pdf("Bilan de Vézelay")),
        ("budget.pdf", text_pdf("Recettes")),
    )

    assert rows(client, "vézelay") == {dossier: ["convention.pdf", "bilan.pdf"]}
    assert rows(client, "vézelay crues") == {dossier: ["convention.pdf"]}
    assert rows(client, "recettes crues") == {dossier: ["convention.pdf", "budget.pdf"]}
    assert rows(client, dossier.reference) == {dossier: []}


def test_a_document_that_is_not_deposited_is_not_found(client):
    draft = dossier_in("draft")
    attached(draft, CONVENTION)
    later = dossier_in("submitted")
    attached(later, CONVENTION)

    call_command("reindex")
    read_contents(contents_to_read())

    assert rows(client, "hydrologue") == {}


def test_a_document_removed_or_replaced_is_no_longer_found(client):
    dossier = deposited()
    officer = reviewer()
    act(dossier, Action.START_REVIEW, officer)
    dossier.refresh_from_db()
    asked = [("title", "Remplacez la convention.")]
    dossier = act(dossier, Action.REQUEST_CHANGES, officer, messages=asked)
    dossier.buffer = {
        path: value for path, value in dossier.buffer.items() if not path.startswith("documents")
    }
    dossier.save()
    attached(dossier, text_pdf("Nouvelle version, sur les barrages"), "convention.pdf")

    act(dossier, Action.SUBMIT, dossier.created_by)

    assert rows(client, "hydrologue") == {}
    assert rows(client, "barrage") == {dossier: ["convention.pdf"]}


def test_nobody_else_finds_by_these_words(client):
    dossier = deposited()
    stranger = MemberFactory().user
    for person, address in (
        (stranger, reverse("partnerships:workspace")),
        (None, reverse("partnerships:registry")),
        (None, reverse("partnerships:search")),
    ):
        client.logout()
        if person:
            client.force_login(person)
        page = text_of(client.get(address, {"q": "hydrologue"}))
        assert dossier.reference not in page
        assert "convention.pdf" not in page
    client.force_login(stranger)
    assert client.get(QUEUE, {"q": "hydrologue"}).status_code == 403


def test_words_are_erased_with_the_dossier_and_out_of_sight_in_the_archives(client):
    dossier = deposited()
    dossier = act(dossier, Action.WITHDRAW, dossier.created_by)
    dossier = act(dossier, Action.ARCHIVE, PORTAL)
    assert rows(client, "hydrologue") == {}
    erase(dossier)

    assert not DocumentText.objects.exists()
    assert not StoredContent.objects.exists()
    assert index_faults() == []


def test_words_shared_by_two_dossiers_stay_for_the_other(client):
    one, other = deposited(), deposited()
    assert set(rows(client, "hydrologue")) == {one, other}
    one = act(act(one, Action.WITHDRAW, one.created_by), Action.ARCHIVE, PORTAL)

    erase(one)

    assert rows(client, "hydrologue") == {other: ["convention.pdf"]}


@pytest.mark.parametrize("content", [b"%PDF-1.7 rien", b"", text_pdf(""), b"\x00" * 5000])
def test_a_pdf_without_words_or_damaged_is_read_once(client, content):
    dossier = deposited(("convention.pdf", content))

    assert DocumentText.objects.get().tokens == ""
    assert not contents_to_read().exists()
    assert listed(client, reviewer(), q=dossier.reference) == [dossier]


def test_a_pdf_that_takes_too_long_is_left_out(client, monkeypatch):
    monkeypatch.setattr(document_texts, "SECONDS_MAX", 0)

    dossier = deposited()

    assert rows(client, "hydrologue") == {}
    assert rows(client, dossier.reference) == {dossier: []}


def test_what_a_document_adds_is_bounded(client, monkeypatch):
    monkeypatch.setattr(document_texts, "BYTES_MAX", 60)
    words = " ".join(f"mot{rank}" for rank in range(3000))

    dossier = deposited(("convention.pdf", text_pdf(words)))

    assert len(DocumentText.objects.get().tokens) <= 62
    assert rows(client, dossier.reference) == {dossier: []}


def test_a_dossier_with_much_text_is_indexed_up_to_a_limit(client):
    files = [
        (f"{rank}.pdf", text_pdf(" ".join(f"z{rank}z{each}" for each in range(9000))))
        for rank in range(6)
    ]

    dossier = deposited(*files)

    assert rows(client, "z0z1") == {dossier: ["0.pdf"]}
    assert rows(client, dossier.reference) == {dossier: []}


def test_a_content_that_the_store_does_not_give_waits(client):
    dossier = deposited()
    DocumentText.objects.all().delete()
    path = stored_path(StoredContent.objects.get().sha256)
    with storages["default"].open(path) as file:
        content = file.read()
    storages["default"].delete(path)

    assert read_contents(contents_to_read()) == 0
    assert contents_to_read().exists()
    storages["default"].save(path, ContentFile(content))
    call_command("daily_upkeep")

    assert rows(client, "hydrologue") == {dossier: ["convention.pdf"]}
    assert UpkeepJob.DOCUMENT_TEXTS in UpkeepJob.values


def test_what_the_scanner_has_not_judged_safe_is_not_read(settings):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"

    deposited()

    assert not DocumentText.objects.exists()
    StoredContent.objects.update(scan_state="clean", scanned_at=timezone.now())
    read_waiting.enqueue()
    assert DocumentText.objects.exists()


def forget_words():
    """The database as an earlier version left it."""
    DocumentText.objects.all().delete()
    call_command("reindex")


def test_a_starting_worker_reads_what_was_deposited_before_in_slices(client, settings, monkeypatch):
    monkeypatch.setattr(document_texts, "SLICE", 2)
    dossiers = [
        deposited((f"{rank}.pdf", text_pdf(f"Les hydrologues {rank}"))) for rank in range(5)
    ]
    forget_words()
    assert rows(client, "hydrologue") == {}
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    assert set(rows(client, "hydrologue")) == set(dossiers)


# {folder}: the store of this test.
SLOWLY = """
import time
from django.conf import settings
settings.MEDIA_ROOT = {folder!r}
from partnerships.workflow import document_texts
read = document_texts._text_of
def read_slowly(content):
    time.sleep(0.5)
    return read(content)
document_texts._text_of = read_slowly
document_texts.read_contents(document_texts.contents_to_read())
"""


def test_a_killed_reading_goes_on_where_it_was(client, settings):
    dossiers = [
        deposited((f"{rank}.pdf", text_pdf(f"Les hydrologues {rank}"))) for rank in range(4)
    ]
    forget_words()
    process = begin(SLOWLY.format(folder=str(settings.MEDIA_ROOT)))
    end = time.monotonic() + 120
    while not DocumentText.objects.exists() and time.monotonic() < end:
        time.sleep(0.05)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    done = set(DocumentText.objects.values_list("pk", "read_at"))
    assert 0 < len(done) < len(dossiers)
    # What is stored is searched: both are written together.
    assert len(rows(client, "hydrologue")) == len(done)

    read_contents(contents_to_read())

    assert done < set(DocumentText.objects.values_list("pk", "read_at"))
    assert set(rows(client, "hydrologue")) == set(dossiers)


@pytest.mark.parametrize("count", [3, 30])
def test_searching_runs_the_same_queries_for_any_number(client, count, django_assert_num_queries):
    member = MemberFactory()
    for _rank in range(count):
        deposited(member=member)
    client.force_login(reviewer())
    client.get(QUEUE, {"q": "hydrologue"})

    with django_assert_num_queries(18):
        client.get(QUEUE, {"q": "hydrologue"})
