"""Links to an opinion: what they reveal, how long they last, and limits on guessing."""

import pytest
from django.core import mail as sent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from partnerships.models import Action, Opinion, OpinionLink, OutboxMail
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import act
from tests.factories.files import PDF, download
from tests.factories.opinions import asked, links_to, pass_days, reply
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
CONTACT = "contact@example.org"


def _withdraw(opinion):
    act(opinion.dossier, Action.REVOKE_OPINION, opinion.asked_by, opinion=opinion.uuid)


def _expire(opinion):
    pass_days(opinion, 40)


def _close(opinion):
    act(opinion.dossier, Action.REJECT, opinion.asked_by, grounds="Non.", override="Urgent.")


def _back_to_draft(opinion):
    act(opinion.dossier, Action.WITHDRAW, opinion.dossier.created_by)


@pytest.mark.parametrize("path", ["", "fichier/"])
def test_page_is_not_cached_indexed_nor_sent_as_a_referrer(client, path):
    _opinion, link = asked()
    reply(client, link, file=SimpleUploadedFile("avis.pdf", PDF))

    response, _content = download(client, link + path)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


def test_link_is_stored_nowhere_once_the_mail_is_sent():
    asked()
    token = links_to()[0].split("/")[2]

    call_command("send_mail", verbosity=0)

    assert len(token) >= 43
    assert any(token in message.body for message in sent.outbox)
    assert not any(token in f"{mail.body}{mail.secret}" for mail in OutboxMail.objects.all())
    assert token not in str([*OpinionLink.objects.values(), *Opinion.objects.values()])


def test_page_ignores_who_is_signed_in(client):
    _opinion, link = asked()
    person = UserFactory(first_name="Zénobie")
    client.force_login(person)

    page = text_of(client.get(link))

    assert "Zénobie" not in page
    assert "Se déconnecter" not in page


def test_browser_that_sends_no_origin_may_answer():
    opinion, link = asked()
    browser = Client(enforce_csrf_checks=True)

    response = browser.post(
        link, {"answers": "0", "answer": "favourable"}, headers={"origin": "null"}
    )

    assert response.status_code == 302
    opinion.refresh_from_db()
    assert opinion.is_answered


def test_late_first_answer_is_accepted_while_the_link_is_open(client):
    opinion, link = asked(due_in=5)
    pass_days(opinion, 15)

    response = reply(client, link)

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("end", "status", "sentence"),
    [
        (_withdraw, 410, "a été retirée"),
        (_expire, 410, "a expiré"),
        (_close, 410, "est clos"),
        (_back_to_draft, 404, "a retiré son dossier"),
    ],
)
def test_closed_link_says_why_and_shows_what_was_typed(client, end, status, sentence):
    opinion, link = asked()
    client.get(link)
    end(opinion)

    seen = client.get(link)
    answered = reply(client, link, text="Tout ce que j’avais écrit")

    for response in (seen, answered):
        assert response.status_code == status
        assert sentence in text_of(response)
        assert opinion.asked_by.email in text_of(response)
        assert response["Cache-Control"] == "private, no-store"
    assert "Consommer moins" not in text_of(seen)
    assert "Tout ce que j’avais écrit" in text_of(answered)
    opinion.refresh_from_db()
    assert not opinion.is_answered


def test_answered_opinion_is_not_withdrawn(client):
    opinion, link = asked()
    reply(client, link)
    client.force_login(opinion.asked_by)
    address = reverse(
        "partnerships:opinion_action", args=[opinion.dossier.uuid, opinion.uuid, "retirer"]
    )

    response = client.post(address, {"seen": opinion.dossier.last_sequence}, follow=True)

    assert "est rendu" in text_of(response)
    opinion.refresh_from_db()
    assert not opinion.is_revoked


@pytest.mark.parametrize("method", ["get", "post"])
def test_guessing_links_is_throttled_and_then_even_the_right_one_waits(client, method):
    _opinion, link = asked()

    codes = [getattr(client, method)(f"/avis/{'A' * rank}/").status_code for rank in range(1, 31)]

    assert codes == [404] * 20 + [429] * 10
    assert client.get(link).status_code == 429
    assert client.get(link, REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize("token", ["x", "%00", "%ED%A0%80", "a" * 3000, "..", "é"])
def test_unknown_link_says_so(client, token):
    asked()

    response = client.get(f"/avis/{token}/")

    assert response.status_code == 404
