"""A database that is locked, gone or full: pages go on being read, and no word is lost."""

import errno
import re

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisConnectionError

from cncd_portal.accessibility_level import forget_audit
from partnerships.models import AccessibilityCheck, MessageRead
from partnerships.models.message import Visibility
from partnerships.workflow.messages import write_message
from tests.factories.accounts import reviewer
from tests.factories.dossiers import dossier_in
from tests.factories.filling import autosave

pytestmark = pytest.mark.django_db
TEXT = "Première ligne d’un texte.\nSeconde ligne <b>.</b>"


def failing(error):
    def fail(*args, **kwargs):
        raise error

    return fail


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture(
    params=[
        OperationalError("database is locked"),
        OperationalError("attempt to write a readonly database"),
        InterfaceError("connection already closed"),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EIO, "the bucket does not answer"),
        PermissionError(errno.EACCES, "Permission denied"),
        RedisConnectionError("Connection refused"),
    ],
    ids=str,
)
def error(request):
    return request.param


def test_text_that_could_not_be_saved_is_in_the_page(monkeypatch, error):
    dossier = dossier_in("draft")
    client = signed_in(dossier.created_by)
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, "sujet"])
    sent = {"summary": TEXT, "objectives": "Court"}
    with monkeypatch.context() as broken:
        broken.setattr("partnerships.pages.dossier.dossier_step.editing", failing(error))
        response = client.post(address, sent)

    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"]
    assert f'action="{address}"' in page
    assert "Seconde ligne &lt;b&gt;.&lt;/b&gt;</textarea>" in page
    assert 'name="objectives" value="Court"' in page

    client.post(address, sent)
    dossier.refresh_from_db()
    assert dossier.buffer["summary"] == TEXT


def test_page_that_gives_the_text_back_protects_its_form(monkeypatch, error):
    dossier = dossier_in("draft")
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(dossier.created_by)
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, "sujet"])
    token = client.get(address).context["csrf_token"]
    sent = {"summary": TEXT, "csrfmiddlewaretoken": str(token)}
    with monkeypatch.context() as broken:
        broken.setattr("partnerships.pages.dossier.dossier_step.editing", failing(error))
        page = client.post(address, sent).content.decode()

    [again] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert client.post(address, {**sent, "csrfmiddlewaretoken": again}).status_code < 400


def test_password_is_never_given_back(monkeypatch, error):
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("allauth.account.forms.LoginForm.clean", failing(error))

    page = client.post(reverse("account_login"), {"login": "a@b.fr", "password": "secret-secret"})

    assert page.status_code == 503
    assert "secret-secret" not in page.content.decode()


def test_attempts_that_cannot_be_counted_are_not_too_many(settings, tmp_path):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"unix://{tmp_path}/nothing",
        }
    }
    client = Client(raise_request_exception=False)

    page = client.post(reverse("account_login"), {"login": "a@b.fr", "password": "secret-secret"})

    assert page.status_code == 503
    assert "secret-secret" not in page.content.decode()


def test_page_that_cannot_be_read_says_to_try_again(monkeypatch, error):
    client = signed_in(reviewer())
    monkeypatch.setattr("partnerships.pages.queue.queue.DeskPage", failing(error))

    response = client.get(reverse("partnerships:desk"))

    assert response.status_code == 503
    assert "Réessayez dans une minute." in response.content.decode()


def test_script_is_told_that_nothing_was_saved(monkeypatch, error):
    dossier = dossier_in("draft")
    client = signed_in(dossier.created_by)
    monkeypatch.setattr("partnerships.pages.dossier.autosave.editing", failing(error))

    response = autosave(client, dossier, summary=TEXT)

    assert response.status_code == 503


def test_fault_of_ours_is_still_a_500(monkeypatch):
    client = signed_in(reviewer())
    monkeypatch.setattr("partnerships.pages.queue.queue.DeskPage", failing(ValueError("faux")))

    assert client.get(reverse("partnerships:desk")).status_code == 500


@pytest.mark.parametrize("page", ["dossier_detail", "review_detail"])
def test_dossier_is_read_without_its_marks_of_reading(monkeypatch, page):
    dossier = dossier_in("submitted")
    officer = reviewer()
    author, reader = (officer, dossier.created_by)
    if page == "review_detail":
        author, reader = reader, author
    write_message(dossier, author, "Bonjour", Visibility.SHARED)
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.bulk_create",
        failing(OperationalError("attempt to write a readonly database")),
    )

    response = signed_in(reader).get(reverse(f"partnerships:{page}", args=[dossier.uuid]))

    assert response.status_code == 200
    assert "Bonjour" in response.content.decode()
    assert not MessageRead.objects.exists()


@pytest.mark.parametrize("name", ["help", "help_instruction", "site_map"])
@pytest.mark.parametrize("is_kept", [False, True])
def test_help_is_read_without_the_database(kept_pages, monkeypatch, settings, name, is_kept):
    client, address = Client(raise_request_exception=False), reverse(f"portal:{name}")
    silent = failing(OperationalError("connection refused"))
    forget_audit()
    if not is_kept:
        settings.KEPT_PAGES_MAX_BYTES = 0
    with monkeypatch.context() as broken:
        broken.setattr("cncd_portal.kept_pages.middleware.public_version", silent)
        broken.setattr(AccessibilityCheck.objects, "last_audit", silent)
        page = client.get(address)

    assert page.status_code == 200
    assert ">Accessibilité</a>" in page.content.decode()
    # What was read without the level is not kept.
    assert "Accessibilité\u202f: non conforme" in client.get(address).content.decode()


def test_level_that_cannot_be_read_for_a_fault_of_ours_is_a_500(monkeypatch):
    forget_audit()
    fault = ProgrammingError("no such column")
    monkeypatch.setattr(AccessibilityCheck.objects, "last_audit", failing(fault))

    assert Client(raise_request_exception=False).get(reverse("portal:help")).status_code == 500
