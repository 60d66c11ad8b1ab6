"""Spreadsheets of a long queue: made by the worker, for the officer who asked, kept a week."""

import csv
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from partnerships.files.background_export import (
    MAX_ATTEMPTS,
    ExportAbandoned,
    Progress,
    forget_exports,
    resume_exports,
)
from partnerships.management.commands.db_worker import EXPORTS
from partnerships.models import DataExport, DataExportKind, DataExportState
from partnerships.pages.queue import queue_listing
from partnerships.pages.queue.exports import queue_export_file
from partnerships.pages.queue.exports.queue_export_file import make_queue_export
from partnerships.registry import pagination
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.bulk import many_dossiers
from tests.factories.dossiers import dossier_in
from tests.factories.killing import begin_and_kill
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("partnerships:queue_export_page")
MOST = 3


@pytest.fixture(autouse=True)
def short(request, monkeypatch):
    """A queue is long from four dossiers on, and its progress is recorded every two."""
    # Made before the code is changed, they are remembered.
    if "dossiers" in request.fixturenames:
        request.getfixturevalue("dossiers")
    monkeypatch.setattr(pagination.capped_count, "__defaults__", (MOST,))
    monkeypatch.setattr(queue_listing, "MOST_COUNTED", MOST)
    monkeypatch.setattr(queue_listing, "CHUNK", 2)
    monkeypatch.setattr(queue_export_file, "STEP", 2)


@pytest.fixture
def dossiers():
    member = MemberFactory()
    return [dossier_in("submitted", member=member, title=f"Titre {each}") for each in "CABED"]


def asked(client, user, extension="csv", query="tri=titre"):
    client.force_login(user)
    response = client.post(PAGE, {"format": extension, "query": query})
    assert response.url == PAGE
    return DataExport.objects.of(user, DataExportKind.QUEUE).first()


def made(client, user, *args):
    export = asked(client, user, *args)
    make_queue_export.enqueue(export.pk)
    export.refresh_from_db()
    return export


def download(client, export):
    return client.get(reverse("partnerships:queue_export_download", args=[export.uuid]))


def test_a_long_queue_is_left_to_the_worker_and_a_short_one_is_not(client, dossiers):
    client.force_login(reviewer())
    address = reverse("partnerships:queue_export", args=["xlsx"])

    response = client.get(address, {"tri": "titre"})

    assert response.url == f"{PAGE}?tri=titre&format=xlsx"
    page = text_of(client.get(response.url))
    assert "Ce tableur a 5 dossiers" in page
    assert "Préparer le tableur (XLSX)" in page
    assert not DataExport.objects.exists()
    assert client.get(address, {"q": "Titre C"}).getvalue().startswith(b"PK")


def test_the_file_has_the_filters_the_order_and_the_columns_asked_for(client, dossiers):
    officer = reviewer()
    dossier_in("closed", title="Titre Z")
    query = "tri=-titre&colonnes=depots&etat=submitted"

    export = made(client, officer, "csv", query)
    response = download(client, export)

    content = b"".join(response.streaming_content)
    lines = list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert lines[0] == ["Référence", "Titre", "Dépôts"]
    assert [line[1] for line in lines[1:]] == [f"Titre {each}" for each in "EDCBA"]
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].endswith('.csv"')
    assert (export.done, export.total, export.size) == (4, 5, len(content))
    made(client, officer, "xlsx", query)
    with storages["default"].open(DataExport.objects.get().path) as file:
        rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == [f"Titre {each}" for each in "EDCBA"]


def test_only_who_asked_downloads_and_sees_it(client, dossiers):
    officer = reviewer()
    export = made(client, officer)

    for other in (reviewer(), UserFactory(), dossiers[0].created_by):
        client.force_login(other)
        assert download(client, export).status_code in {403, 404}
    client.force_login(reviewer())
    assert download(client, export).status_code == 404
    assert "Votre tableur est prêt" not in client.get(PAGE).content.decode()
    client.logout()
    assert download(client, export).status_code == 302


def test_archives_of_ones_data_and_spreadsheets_are_not_mixed(client, dossiers):
    officer = reviewer()
    export = made(client, officer)

    own = reverse("partnerships:data_export_download", args=[export.uuid])

    assert client.get(own).status_code == 404
    assert "est prête" not in client.get(reverse("partnerships:data_export")).content.decode()


def test_asked_twice_it_is_made_once_and_another_one_waits(client, dossiers):
    officer = reviewer()
    first = asked(client, officer)

    assert asked(client, officer) == first
    assert "Un autre tableur" not in client.get(PAGE).content.decode()
    assert asked(client, officer, "xlsx") == first
    assert "Un autre tableur est en préparation" in client.get(PAGE).content.decode()
    assert DataExport.objects.count() == 1


def test_progress_is_told_as_so_many_of_so_many(client, dossiers):
    export = asked(client, reviewer())
    DataExport.objects.update(state=DataExportState.RUNNING, done=3, total=1_200)

    page = text_of(client.get(PAGE))

    assert "3 sur 1\xa0200" in page
    assert 'hx-trigger="every 2s"' in client.get(PAGE).content.decode()
    DataExport.objects.filter(pk=export.pk).update(
        advanced_at=timezone.now() - timedelta(minutes=16)
    )
    assert "La préparation s’est interrompue" in text_of(client.get(PAGE))


def test_what_a_killed_worker_left_is_begun_again_and_the_former_one_stops(client, dossiers):
    export = asked(client, reviewer())
    DataExport.objects.update(state=DataExportState.RUNNING, done=2, total=5)
    former = DataExport.objects.get()

    resume_exports(EXPORTS)

    export.refresh_from_db()
    assert (export.state, export.attempt) == (DataExportState.READY, 1)
    with pytest.raises(ExportAbandoned):
        Progress(former).advance()
    assert b"".join(download(client, export).streaming_content)


@pytest.mark.django_db(transaction=True)
def test_a_starting_worker_takes_up_what_another_left(client, dossiers, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    export = asked(client, reviewer())
    DataExport.objects.update(state=DataExportState.RUNNING)

    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    export.refresh_from_db()
    assert (export.state, export.attempt) == (DataExportState.READY, 1)


def test_one_that_is_left_each_time_is_given_up(client, dossiers):
    export = asked(client, reviewer())
    DataExport.objects.update(state=DataExportState.RUNNING, attempt=MAX_ATTEMPTS - 1)

    resume_exports(EXPORTS)

    export.refresh_from_db()
    assert export.state == DataExportState.FAILED


def test_who_no_longer_instructs_gets_nothing(client, dossiers):
    officer = reviewer()
    export = asked(client, officer)
    officer.user_permissions.clear()

    make_queue_export.enqueue(export.pk)

    export.refresh_from_db()
    assert export.state == DataExportState.FAILED
    assert not storages["default"].exists(export.path)


def test_it_is_erased_after_a_week_and_by_the_next_one(client, dossiers):
    officer = reviewer()
    first = made(client, officer)
    second = made(client, officer, "xlsx")
    assert not storages["default"].exists(first.path)
    assert storages["default"].exists(second.path)

    assert forget_exports(timezone.now() + timedelta(days=6)) == 0
    assert forget_exports(timezone.now() + timedelta(days=8)) == 1

    assert not storages["default"].exists(second.path)
    assert download(client, second).status_code == 404


@pytest.mark.parametrize("extension", ["", "exe", "zip", "\x00"])
def test_only_the_two_formats_are_made(client, dossiers, extension):
    client.force_login(reviewer())

    assert client.get(PAGE, {"format": extension}).status_code == 200
    page = client.post(PAGE, {"format": extension}, follow=True)
    assert "Choisissez un format" in page.content.decode()
    assert not DataExport.objects.exists()


# A worker that records each row, and is slow enough to be killed in the middle.
WORKER = """
import time
from partnerships.files.background_export import Progress
from partnerships.pages.queue.exports import queue_export_file
queue_export_file.STEP = 1
advance = Progress.advance
Progress.advance = lambda self, count: (advance(self, count), time.sleep(0.2))
queue_export_file.make_queue_export.func({export})
"""


@pytest.mark.django_db(transaction=True)
def test_one_whose_worker_is_killed_in_the_middle_is_whole_in_the_end(client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    officer = reviewer()
    many_dossiers(20, officer=officer)
    export = DataExport.objects.create(user=officer, kind=DataExportKind.QUEUE, extension="csv")
    client.force_login(officer)
    rows = DataExport.objects.filter(pk=export.pk)

    begin_and_kill(WORKER.format(export=export.pk), lambda: rows.get().done >= 3)
    assert rows.get().state == DataExportState.RUNNING
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    export.refresh_from_db()
    assert export.state == DataExportState.READY
    assert len(b"".join(download(client, export).streaming_content).splitlines()) == 21
