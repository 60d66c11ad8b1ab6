"""The papers of several dossiers in one file: made by the worker, for the officer who asked."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partnerships.files.background_export import forget_exports
from partnerships.models import DataExport, DataExportKind, DataExportState
from partnerships.pages.queue.exports import pack, pack_file
from partnerships.pages.queue.exports.pack_file import make_pack
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.killing import begin_and_kill
from tests.factories.pdf import text_of_pdf
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("partnerships:pack_page")
QUEUE = reverse("partnerships:queue")
BULK = reverse("partnerships:bulk_list")


@pytest.fixture
def dossiers():
    member = MemberFactory()
    return [
        dossier_in("submitted", member=member, title=f"Titre {each}") for each in ("alpha", "beta")
    ]


def asked(client, user, dossiers):
    client.force_login(user)
    chosen = {"act": "print", "which": "checked", "dossier": [str(each.uuid) for each in dossiers]}
    return client.post(BULK, chosen)


def made(client, user, dossiers):
    assert asked(client, user, dossiers).url == PAGE
    export = DataExport.objects.of(user, DataExportKind.PACK).first()
    make_pack.enqueue(export.pk)
    export.refresh_from_db()
    return export


def download(client, export):
    return client.get(reverse("partnerships:pack_download", args=[export.uuid]))


def files_of(response):
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_pack_has_the_last_deposit_of_each_dossier_ticked(client, dossiers):
    officer = reviewer()
    client.force_login(officer)
    assert "Imprimer (PDF)" in text_of(client.get(QUEUE))

    export = made(client, officer, dossiers)
    response = download(client, export)

    files = files_of(response)
    assert set(files) == {*(f"{each.reference}.pdf" for each in dossiers), "manifeste.json"}
    for dossier in dossiers:
        assert dossier.title in text_of_pdf(files[f"{dossier.reference}.pdf"])
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].endswith('.zip"')
    page = text_of(client.get(PAGE))
    assert "2 dossiers en PDF" in page
    assert "Il en manque" not in page


def test_only_who_asked_downloads_and_sees_it(client, dossiers):
    export = made(client, reviewer(), dossiers)

    for other in (UserFactory(), dossiers[0].created_by):
        client.force_login(other)
        assert download(client, export).status_code == 403
        assert client.get(PAGE).status_code == 403
    client.force_login(reviewer())
    assert download(client, export).status_code == 404
    assert "Vos dossiers sont prêts" not in client.get(PAGE).content.decode()
    own = reverse("partnerships:data_export_download", args=[export.uuid])
    assert client.get(own).status_code == 404
    client.logout()
    assert download(client, export).status_code == 302


def test_what_one_may_not_instruct_is_left_out(client, dossiers):
    officer = reviewer()
    member = MemberFactory(user=officer)
    own, draft = dossier_in("submitted", member=member), dossier_in("draft")

    response = asked(client, officer, [own, draft])
    assert response.url == QUEUE
    assert "Cochez au moins un dossier" in text_of(client.get(QUEUE))
    assert not DataExport.objects.exists()

    export = made(client, officer, [dossiers[0], own, draft])

    page = text_of(client.get(PAGE))
    assert "Un des dossiers choisis n’y est pas" in page
    assert set(files_of(download(client, export))) == {
        f"{dossiers[0].reference}.pdf",
        "manifeste.json",
    }


def test_all_those_of_the_list_may_be_asked_for(client, dossiers):
    client.force_login(reviewer())

    response = client.post(BULK, {"act": "print", "which": "all", "filters": "q=alpha"})

    assert response.url == PAGE
    assert DataExport.objects.get().query == f"dossier={dossiers[0].uuid}"


def test_number_of_dossiers_is_bounded(client, dossiers, monkeypatch):
    monkeypatch.setattr(pack, "MOST_DOSSIERS", 1)

    response = asked(client, reviewer(), dossiers)

    assert response.url == QUEUE
    assert "Choisissez au plus 1 dossiers à imprimer" in text_of(client.get(QUEUE))
    assert not DataExport.objects.exists()


def test_what_is_past_the_bound_of_bytes_is_named(client, dossiers, monkeypatch):
    monkeypatch.setattr(pack_file, "MOST_BYTES", 0)

    export = made(client, reviewer(), dossiers)

    assert "Il en manque 2" in text_of(client.get(PAGE))
    manifest = json.loads(files_of(download(client, export))["manifeste.json"])
    assert sorted(manifest["absents"]) == [each.reference for each in dossiers]


def test_nothing_ticked_or_ill_formed_asks_for_nothing(client):
    client.force_login(reviewer())

    for chosen in ([], ["a", "\x00", "1"]):
        sent = {"act": "print", "which": "checked", "dossier": chosen}
        assert client.post(BULK, sent).url == QUEUE

    assert not DataExport.objects.exists()
    assert "Aucun dossier en préparation" in text_of(client.get(PAGE))


def test_asked_twice_it_is_made_once_and_another_one_waits(client, dossiers):
    officer = reviewer()
    for _click in range(2):
        asked(client, officer, dossiers)
    assert "D’autres dossiers" not in text_of(client.get(PAGE))

    asked(client, officer, dossiers[:1])

    assert "D’autres dossiers sont en préparation" in text_of(client.get(PAGE))
    assert DataExport.objects.count() == 1


def test_progress_is_told_and_an_interruption_too(client, dossiers):
    officer = reviewer()
    asked(client, officer, dossiers)
    DataExport.objects.update(state=DataExportState.RUNNING, done=1, total=2)

    page = client.get(PAGE)

    assert "1 sur 2" in text_of(page)
    assert 'hx-trigger="every 2s"' in page.content.decode()
    DataExport.objects.update(advanced_at=timezone.now() - timedelta(minutes=16))
    assert "La préparation s’est interrompue" in text_of(client.get(PAGE))


def test_who_no_longer_instructs_gets_nothing(client, dossiers):
    officer = reviewer()
    asked(client, officer, dossiers)
    officer.user_permissions.clear()
    export = DataExport.objects.get()

    make_pack.enqueue(export.pk)

    export.refresh_from_db()
    assert export.state == DataExportState.FAILED
    assert not storages["default"].exists(export.path)


def test_it_is_erased_after_a_week(client, dossiers):
    export = made(client, reviewer(), dossiers)

    assert forget_exports(timezone.now() + timedelta(days=6)) == 0
    assert forget_exports(timezone.now() + timedelta(days=8)) == 1

    assert not storages["default"].exists(export.path)
    assert download(client, export).status_code == 404


WORKER = """
import time
from partnerships.files.background_export import Progress
from partnerships.pages.queue.exports import pack_file
advance = Progress.advance
Progress.advance = lambda self: (advance(self), time.sleep(1))
pack_file.make_pack.func({export})
"""


@pytest.mark.django_db(transaction=True)
def test_one_whose_worker_is_killed_in_the_middle_is_whole_in_the_end(client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    member = MemberFactory()
    dossiers = [dossier_in("submitted", member=member) for _each in range(3)]
    asked(client, reviewer(), dossiers)
    rows = DataExport.objects.all()

    begin_and_kill(WORKER.format(export=rows.get().pk), lambda: rows.get().done >= 1)
    assert rows.get().state == DataExportState.RUNNING
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    export = rows.get()
    assert (export.state, export.attempt, export.done) == (DataExportState.READY, 1, 3)
    assert len(files_of(download(client, export))) == 4


@pytest.mark.parametrize("count", [1, 3])
def test_page_runs_as_many_queries_for_three(client, count, django_assert_num_queries):
    member, officer = MemberFactory(), reviewer()
    made(client, officer, [dossier_in("submitted", member=member) for _each in range(count)])

    with django_assert_num_queries(6):
        client.get(PAGE)
