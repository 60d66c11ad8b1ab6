"""Files of an opinion: the attachments chosen to be shown, and the file of the answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.models import Action, OpinionFile
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.files import PDF, download, send, stored
from tests.factories.opinions import EMAIL, ask, asked, links_to, pass_days, reply
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
CONTACT = "contact@example.org"


def dossier_with_attachments(client):
    """A dossier under review with two attachments, and their uuids, by file name."""
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("choisi.pdf", PDF), ("autre.pdf", PDF + b"%"))
    dossier.refresh_from_db()
    dossier = act(dossier, Action.SUBMIT, dossier.created_by)
    dossier = act(dossier, Action.START_REVIEW, UserFactory(codenames=["review_dossier"]))
    client.logout()
    return dossier, [str(each.uuid) for each in dossier.attachments.order_by("file_name")]


def test_link_gives_the_chosen_attachments_and_no_other(client):
    dossier, (other, chosen) = dossier_with_attachments(client)
    ask(dossier, EMAIL, documents=[chosen])
    ask(dossier, "sans@example.org")
    link, bare = links_to()[0], links_to("sans@example.org")[0]

    page = text_of(client.get(link))
    response, content = download(client, f"{link}pieces/{chosen}/")

    assert "choisi.pdf" in page
    assert "autre.pdf" not in page
    assert content == PDF
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(f"{link}pieces/{other}/").status_code == 404
    assert client.get(f"{bare}pieces/{chosen}/").status_code == 404
    address = reverse("partnerships:attachment_download", args=[dossier.uuid, chosen])
    assert client.get(address).status_code == 302


def test_attachment_of_no_deposit_is_never_shown(client):
    dossier, (_other, chosen) = dossier_with_attachments(client)

    ask(dossier, documents=[chosen, "../../etc", "0" * 36])

    assert dossier.opinions.get().documents == [chosen]


def test_closed_link_gives_no_attachment(client):
    dossier, (_other, chosen) = dossier_with_attachments(client)
    opinion = ask(dossier, documents=[chosen])[0]
    link = links_to()[0]
    reply(client, link, file=SimpleUploadedFile("avis.pdf", PDF))
    pass_days(opinion, 40)

    assert client.get(f"{link}pieces/{chosen}/").status_code == 410
    assert client.get(f"{link}fichier/").status_code == 410


def test_file_of_an_answer_is_stored_replaced_and_removed(client):
    opinion, link = asked()

    reply(client, link, file=SimpleUploadedFile("avis.pdf", PDF))
    first = opinion.dossier.events.last().content["file"]
    with_content = download(client, f"{link}fichier/")[1]
    reply(client, link, answers="1", file=SimpleUploadedFile("avis2.pdf", PDF + b"%%EOF\n"))
    replaced = OpinionFile.objects.get()
    reply(client, link, answers="2", removes_file="on")

    assert with_content == PDF
    assert replaced.file_name == "avis2.pdf"
    assert replaced.sha256 != first
    assert not OpinionFile.objects.exists()
    assert client.get(f"{link}fichier/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_content_of_a_removed_file_leaves_the_store(client, settings):
    _opinion, link = asked()
    reply(client, link, file=SimpleUploadedFile("avis.pdf", PDF))
    before = len(stored(settings))

    reply(client, link, answers="1", removes_file="on")

    assert (before, len(stored(settings))) == (1, 0)


def test_infected_or_unscanned_file_is_not_served(client, settings):
    opinion, link = asked()
    reply(client, link, file=SimpleUploadedFile("avis.pdf", PDF))
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    client.force_login(opinion.asked_by)
    address = reverse("partnerships:opinion_file", args=[opinion.dossier.uuid, opinion.uuid])

    assert client.get(address).status_code == 503
    assert client.get(f"{link}fichier/").status_code == 503
