"""Uploads by the script, one file each: the response is the item, or a sentence."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from partnerships.models import Attachment, Dossier, DossierAuthority
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.files import JPEG, PDF, send, step_of, stored
from tests.factories.filling import text_of

pytestmark = pytest.mark.django_db


def upload(client, dossier, name="a.pdf", content=PDF, *, person=None, **fields):
    """Upload from the page that `person` opened, by default the author of the dossier."""
    address = reverse("partnerships:attachment_upload", args=[dossier.uuid])
    file = SimpleUploadedFile(name, content)
    data = {
        "person": str((person or dossier.created_by).journal_id),
        "upload": str(uuid4()),
        "upload_kind": "deliberation",
        "file": file,
        **fields,
    }
    return client.post(address, data)


def test_document_becomes_an_item_of_the_form(member, dossier):
    identity = str(uuid4())

    response = upload(member, dossier, upload=identity)

    html = text_of(response)
    assert response.status_code == 201
    assert html.lstrip().startswith("<fieldset")
    assert f'id="champ-documents.{identity}"' in html
    assert f'name="base.documents.{identity}.title"' in html
    assert '<option value="deliberation" selected>' in html
    assert Dossier.objects.get().buffer["documents"] == [identity]
    assert Attachment.objects.get().kind == "deliberation"
    assert html.strip() in text_of(member.get(step_of(dossier)))


def test_picture_becomes_an_image_without_a_kind(member, dossier):
    identity = str(uuid4())

    response = upload(member, dossier, "photo.JPG", JPEG, upload=identity)

    html = text_of(response)
    buffer = Dossier.objects.get().buffer
    assert response.status_code == 201
    assert f'id="champ-images.{identity}"' in html
    assert f"/pieces/{identity}/64.jpg" in html
    assert (buffer["images"], buffer.get("documents", [])) == ([identity], [])
    assert "(obligatoire si l’image est publiée)" in html
    assert f"images.{identity}.kind" not in buffer
    assert Attachment.objects.get().kind == "picture"


def test_file_sent_again_after_a_lost_answer_stays_one(member, dossier):
    identity = str(uuid4())

    answers = [upload(member, dossier, upload=identity) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert Attachment.objects.count() == 1
    assert Dossier.objects.get().buffer["documents"] == [identity]


def test_form_sent_twice_keeps_each_file_once(member, dossier):
    identity = str(uuid4())

    for _time in range(2):
        send(member, dossier, ("a.pdf", PDF), ("b.pdf", PDF), upload=identity)
    send(member, dossier, ("c.pdf", PDF), upload=identity)

    names = list(Attachment.objects.values_list("file_name", flat=True))
    assert names == ["a.pdf", "b.pdf", "c.pdf"]


def test_refused_file_is_a_sentence(member, dossier, settings):
    response = upload(member, dossier, "a.exe", b"MZ")

    assert response.status_code == 422
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "« a.exe » n’est pas d’un type accepté" in text_of(response)
    assert stored(settings) == []


def test_file_over_the_limit_is_counted_to_its_end_and_not_kept(member, dossier, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.ATTACHMENT_MAX_BYTES = 100_000

    response = upload(member, dossier, content=PDF + b"0" * 500_000)

    assert response.status_code == 422
    assert "est trop lourd (488" in text_of(response)
    assert stored(settings) == []


@pytest.mark.parametrize(
    ("setting", "limit", "sentence"),
    [
        ("ATTACHMENTS_MAX_COUNT", 2, "a déjà 2 fichiers, le nombre permis"),
        ("ATTACHMENTS_MAX_BYTES", 2 * len(PDF) + 1, "dépasseraient"),
    ],
)
def test_dossier_holds_so_many_files(member, dossier, settings, setting, limit, sentence):
    setattr(settings, setting, limit)
    for n in range(2):
        assert upload(member, dossier, f"{n}.pdf").status_code == 201

    response = upload(member, dossier, "de-trop.pdf", PDF + b"%%EOF")

    assert (response.status_code, sentence in text_of(response)) == (422, True)
    assert Attachment.objects.count() == 2
    assert len(stored(settings)) == 1


def test_who_has_no_session_is_told_so_and_sends_again(dossier, settings):
    identity = str(uuid4())
    client = Client()

    refused = upload(client, dossier, upload=identity)
    client.force_login(dossier.created_by)
    accepted = upload(client, dossier, upload=identity)

    assert refused.status_code == 401
    assert "Votre session est terminée" in text_of(refused)
    assert accepted.status_code == 201
    assert Attachment.objects.count() == 1


def test_cross_site_upload_is_refused(dossier):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dossier.created_by)

    assert upload(client, dossier).status_code == 403
    assert not Attachment.objects.exists()


def test_dossier_of_others_takes_no_file(client, dossier):
    for user in (UserFactory(), MemberFactory().user, reviewer()):
        client.force_login(user)
        assert upload(client, dossier, person=user).status_code == 404
    assert not Attachment.objects.exists()


def test_page_of_one_person_sends_nothing_under_the_name_of_another(client, dossier):
    colleague = MemberFactory(authority=dossier.lead_authority).user
    client.force_login(colleague)

    response = upload(client, dossier)

    assert response.status_code == 401
    assert "Une autre personne est connectée" in text_of(response)
    assert not Attachment.objects.exists()
    assert upload(client, dossier, person=colleague).status_code == 201


def test_authority_that_only_takes_part_sends_no_file(client, dossier):
    other = MemberFactory()
    DossierAuthority.objects.create(dossier=dossier, authority=other.authority)
    client.force_login(other.user)

    assert upload(client, dossier, person=other.user).status_code == 404
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("status", ["submitted", "under_review", "closed", "discarded"])
def test_dossier_that_is_not_editable_takes_no_file(client, settings, status):
    dossier = dossier_in(status)
    before = stored(settings)
    client.force_login(dossier.created_by)

    response = upload(client, dossier)

    assert (response.status_code, "ne se modifie plus" in text_of(response)) == (422, True)
    assert stored(settings) == before


@pytest.mark.parametrize("fields", [{"upload": "x"}, {"upload": ""}, {"file": ""}])
def test_incomplete_upload_is_asked_for_again(member, dossier, fields):
    response = upload(member, dossier, **fields)

    assert (response.status_code, text_of(response)) == (
        400,
        "Ce fichier n’est pas arrivé : réessayez.",
    )


def test_unavailable_store_is_reported(member, dossier, settings, tmp_path, caplog):
    (tmp_path / "occupied").write_text("")
    settings.MEDIA_ROOT = tmp_path / "occupied"

    response = upload(member, dossier)

    assert response.status_code == 422
    assert "n’a pas pu être gardé : réessayez" in text_of(response)
    assert not Attachment.objects.exists()
