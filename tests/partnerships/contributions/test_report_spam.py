"""What is refused as spam, with a reason and every word kept."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from partnerships.models import OutboxMail, ReaderReport
from tests.factories.accounts import UserFactory
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.partnerships import published
from tests.factories.roles import text_of
from tests.partnerships.contributions.reports import (
    WORDS,
    ReaderReportFactory,
    form_of,
    send_report,
    token_of_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return published(title="Lille et Oujda")


def assert_refused(response, sentence, status=422):
    """Refused with `sentence`, and the page still has every word."""
    page = text_of(response)
    assert response.status_code == status
    assert sentence in page
    for word in WORDS.values():
        assert word in page
    assert 'value="date" id="id_topic_0" checked' in page.replace(" required", "")
    assert not ReaderReport.objects.filter(text=WORDS["text"]).exists()


def test_hidden_field_filled_in_is_said_emptied_and_everything_kept(client, partnership):
    response = send_report(client, form_of(partnership), **WORDS, homepage="http://x.example")

    assert_refused(response, "Un champ caché de cette page a été rempli")
    assert "http://x.example" not in text_of(response)


def test_form_sent_at_once_is_refused_then_taken(client, partnership):
    token = token_of_page(seconds=1)
    response = send_report(client, form_of(partnership), **WORDS, token=token)

    assert_refused(response, "moins de 3 secondes après l’ouverture")
    page = text_of(response)
    assert "L’envoi n’a pas abouti" in page
    assert "correction est demandée" not in page
    assert page.count("Renvoyer tel quel") == 1
    assert response.context["form"].shown_token == token
    later = token_of_page(seconds=10)
    assert send_report(client, form_of(partnership), **WORDS, token=later).status_code == 302


def test_what_sending_again_does_not_mend_has_no_button_for_it(client, partnership):
    token = token_of_page(seconds=1)
    missing = WORDS | {"text": ""}
    page = text_of(send_report(client, form_of(partnership), **missing, token=token))

    assert "sont demandées" in page
    assert "Renvoyer tel quel" not in page


@pytest.mark.parametrize("kind", ["none", "forged", "old", "of someone else"])
def test_token_that_is_not_of_this_page_and_person_is_drawn_anew(client, partnership, kind):
    token = {
        "none": "",
        "forged": "fabriqué",
        "old": token_of_page(seconds=86_401),
        "of someone else": token_of_page(UserFactory()),
    }[kind]
    response = send_report(client, form_of(partnership), **WORDS, token=token)

    assert_refused(response, "Cette page est ouverte depuis longtemps")
    assert response.context["form"].shown_token not in ("", token)


def test_signing_in_or_out_meanwhile_keeps_every_word(client, partnership):
    person = UserFactory()
    response = send_report(client, form_of(partnership), user=person, **WORDS)

    assert_refused(response, "votre session a changé")


@pytest.mark.parametrize("count", [2, 3])
def test_more_than_two_links_in_the_text_are_refused(client, partnership, count):
    text = " ".join(["http://a.example", "www.b.example", "HTTPS://c.example"][:count])
    response = send_report(client, form_of(partnership), text=text)

    assert response.status_code == (302 if count == 2 else 422)
    assert ("gardez-en deux au plus" in text_of(response)) == (count == 3)


def test_same_words_about_the_same_page_are_known_already(client, partnership):
    ReaderReportFactory(partnership=partnership, text="mon  texte, GARDÉ.")

    response = send_report(client, form_of(partnership), **WORDS)

    assert "déjà parvenu" in text_of(response)
    assert ReaderReport.objects.count() == 1
    ReaderReport.objects.update(sent_at=timezone.now() - timedelta(days=31))
    assert send_report(client, form_of(partnership), **WORDS).status_code == 302


def test_same_words_about_many_pages_are_those_of_a_robot(client, partnership):
    for _rank in range(3):
        ReaderReportFactory(authority=LocalAuthorityFactory(), text=WORDS["text"])

    response = send_report(client, form_of(partnership), **WORDS)

    assert "plusieurs pages" in text_of(response)
    assert ReaderReport.objects.count() == 3
    ReaderReport.objects.filter(pk=ReaderReport.objects.first().pk).update(
        sent_at=timezone.now() - timedelta(days=2)
    )
    assert send_report(client, form_of(partnership), **WORDS).status_code == 302


def test_who_sends_too_many_is_told_and_keeps_every_word(client, partnership):
    for rank in range(10):
        assert send_report(client, form_of(partnership), text=f"Erreur {rank}").status_code == 302

    response = send_report(client, form_of(partnership), **WORDS)

    assert_refused(response, "renvoyez-la plus tard", status=429)
    # Others are not held back.
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert send_report(other, form_of(partnership), **WORDS).status_code == 302


def test_an_address_does_not_receive_more_than_three_confirmations_a_day(client, partnership):
    for rank in range(3):
        send_report(client, form_of(partnership), text=f"Erreur {rank}", email="Moi@a.fr")

    response = send_report(client, form_of(partnership), **WORDS)

    assert_refused(response, "plusieurs demandes de confirmation", status=429)
    assert OutboxMail.objects.filter(recipient="moi@a.fr").count() == 3


def test_many_senders_together_are_held_back_but_not_who_is_signed_in(
    client, partnership, monkeypatch
):
    monkeypatch.setattr("partnerships.pages.contributions.report.ALL_MAX", 3)
    for rank in range(3):
        sender = Client(REMOTE_ADDR=f"192.0.2.{rank}")
        sent = send_report(sender, form_of(partnership), text=f"Erreur {rank}")
        assert sent.status_code == 302

    response = send_report(client, form_of(partnership), **WORDS)

    assert_refused(response, "trop de signalements pour les lire tous", status=429)
    person = UserFactory()
    client.force_login(person)
    assert send_report(client, form_of(partnership), user=person, **WORDS).status_code == 302
