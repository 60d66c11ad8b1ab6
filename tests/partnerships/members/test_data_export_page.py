"""« Mes données »: requested, built, downloaded by that person alone, then deleted."""

import hashlib
from datetime import timedelta
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partnerships.models import DataExport, DataExportKind, DataExportState, OutboxMail
from partnerships.pages.members.data_export_file import ask_data_export, make_data_export
from tests.factories.accounts import UserFactory, reviewer, sign_in
from tests.factories.authorities import MemberFactory
from tests.factories.data_exports import made
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = "/mon-espace/mes-donnees/"


def address(export):
    return reverse("partnerships:data_export_download", args=[export.uuid])


def test_two_requests_make_one_archive_and_a_stopped_one_is_abandoned():
    user = UserFactory()
    first = ask_data_export(user)
    assert ask_data_export(user) == first

    DataExport.objects.update(advanced_at=timezone.now() - timedelta(minutes=16))
    second = ask_data_export(user)
    make_data_export.enqueue(first.pk)  # the worker of the stopped one comes back

    first.refresh_from_db()
    assert second != first
    assert first.state == DataExportState.FAILED


def test_archive_is_built_once_and_announced_once():
    export = made(UserFactory())
    before = export.sha256

    make_data_export.enqueue(export.pk)

    export.refresh_from_db()
    assert export.sha256 == before
    assert OutboxMail.objects.filter(cause=f"data_export:{export.uuid}").count() == 1


def test_archive_of_an_inactive_person_is_not_built():
    user = UserFactory(is_active=False)

    export = made(user)

    assert export.state == DataExportState.WAITING
    assert not storages["default"].exists(export.path)


def test_new_archive_replaces_the_older_one(client):
    user = UserFactory()
    older = made(user)

    newer = made(user)

    assert list(DataExport.objects.of(user, DataExportKind.OWN_DATA)) == [newer]
    assert not storages["default"].exists(older.path)


def test_page_requests_shows_and_downloads_the_archive(client, django_capture_on_commit_callbacks):
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sign_in(client, user)
    assert "Demander mes données" in text_of(client.get(PAGE))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(PAGE)

    export = DataExport.objects.get()
    page = text_of(client.get(PAGE))
    assert "Votre archive est prête" in page
    response = client.get(address(export))
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == export.sha256
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith('attachment; filename="mes-donnees-')
    assert int(response["Content-Length"]) == len(content)


def test_page_shows_the_progress(client):
    user = UserFactory()
    client.force_login(user)
    export = ask_data_export(user)
    DataExport.objects.filter(pk=export.pk).update(state="running", done=1_200, total=3_000)

    page = client.get(PAGE).content.decode()

    assert 'max="3000" value="1200"' in page
    assert 'hx-trigger="every 2s"' in page
    assert "Demander mes données" not in page


def test_stopped_archive_can_be_requested_again(client):
    user = UserFactory()
    client.force_login(user)
    ask_data_export(user)
    DataExport.objects.update(advanced_at=timezone.now() - timedelta(minutes=16))

    page = client.get(PAGE).content.decode()

    assert "interrompue" in page
    assert "Demander mes données" in page
    assert "hx-trigger" not in page


def test_download_asks_for_a_proof_and_comes_back_to_the_page(client):
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.set_password("un mot de passe bien long")
    user.save()
    export = made(user)
    client.force_login(user)

    before = text_of(client.get(PAGE))
    asked = client.get(address(export))
    proof = {"password": "un mot de passe bien long", "next": PAGE}
    back = client.post(reverse("account_reauthenticate"), proof)
    after = text_of(client.get(PAGE))

    assert "Confirmer mon identité" in before
    assert "Télécharger mes données" not in before
    assert asked.status_code == 302
    assert asked.url == f"{reverse('account_reauthenticate')}?next={quote(PAGE, safe='')}"
    assert back.url == PAGE
    assert "Télécharger mes données (ZIP" in after
    archive = client.get(address(export))
    assert archive["Content-Type"] == "application/zip"
    assert len(b"".join(archive.streaming_content)) == export.size


@pytest.mark.parametrize("who", ["another", "reviewer", "administrator"])
def test_archive_is_for_that_person_alone(client, who):
    export = made(UserFactory())
    others = {
        "another": UserFactory(),
        "reviewer": reviewer(),
        "administrator": UserFactory(is_staff=True, is_superuser=True),
    }
    sign_in(client, others[who])

    assert client.get(address(export)).status_code == 404


def test_expired_archive_is_not_found_then_deleted(client):
    user = UserFactory()
    export = made(user)
    DataExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sign_in(client, user)
    assert client.get(address(export)).status_code == 404

    call_command("daily_upkeep")

    assert not DataExport.objects.exists()
    assert not storages["default"].exists(export.path)


def test_current_archive_is_kept_by_the_daily_command():
    export = made(UserFactory())

    call_command("daily_upkeep")

    assert storages["default"].exists(export.path)
    assert DataExport.objects.get() == export


@pytest.mark.parametrize("count", [3, 30])
def test_page_runs_as_many_queries_for_many_dossiers_as_for_few(
    client, count, django_assert_num_queries
):
    member = MemberFactory()
    for _rank in range(count):
        dossier_in(member=member)
    made(member.user)
    sign_in(client, member.user)
    client.get(PAGE)

    with django_assert_num_queries(6):
        page = client.get(PAGE)

    assert "Télécharger mes données" in text_of(page)
