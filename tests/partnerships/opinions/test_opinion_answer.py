"""The page of an adviser: what it shows, accepts and refuses."""

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cncd_portal.french_dates import french_date
from partnerships.models import Action, OutboxMail
from partnerships.workflow.journal import faults
from tests.factories.dossiers import act, dossier_in
from tests.factories.files import PDF, stored
from tests.factories.opinions import EMAIL, QUESTIONS, ask, asked, pass_days, reply
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
CONTACT = "contact@example.org"


def test_adviser_reads_what_was_chosen_and_answers_without_an_account(client):
    opinion, link = asked()

    page = text_of(client.get(link))
    response = reply(client, link, text="Sous réserve du budget.", answer="reserved")
    after = text_of(client.get(link))

    for shown in ("Éclairage partagé", "Consommer moins", QUESTIONS, "confidentiel"):
        assert shown in page
    assert CONTACT not in page
    assert (response.status_code, response.url) == (302, link)
    assert "Sous réserve du budget." in after
    opinion.refresh_from_db()
    assert (opinion.answer, opinion.answer_count) == ("reserved", 1)
    event = opinion.dossier.events.get(action="answer_opinion")
    assert event.content["opinion"] == str(opinion.uuid)
    assert "réserve" not in event.detail
    assert list(faults()) == []
    mail = OutboxMail.objects.get(recipient=opinion.asked_by.email)
    assert "a répondu à votre demande d’avis" in mail.body
    assert "budget" not in mail.body


def test_only_the_essential_is_shown_where_it_was_chosen(client):
    _opinion, link = asked(scope="summary")

    page = text_of(client.get(link))

    assert "Éclairage partagé" in page
    assert "Consommer moins" not in page


def test_deposit_the_opinion_is_about_is_shown_whatever_came_after(client):
    opinion, link = asked()
    dossier = act(
        opinion.dossier, Action.REQUEST_CHANGES, opinion.asked_by, messages=[("", "Précisez.")]
    )
    dossier.buffer = {**dossier.buffer, "objectives": "Objectif du second dépôt"}
    dossier.save()
    act(dossier, Action.SUBMIT, dossier.created_by)

    page = text_of(client.get(link))

    assert "Consommer moins" in page
    assert "second dépôt" not in page


def test_answer_is_changed_until_the_date_and_no_later(client):
    opinion, link = asked(due_in=5)
    reply(client, link)

    reply(client, link, answers="1", answer="unfavourable", text="Non, tout compte fait.")
    pass_days(opinion, 6)
    late = client.get(link)
    refused = reply(client, link, answers="2", text="Trop tard")

    opinion.refresh_from_db()
    assert (opinion.answer, opinion.text) == ("unfavourable", "Non, tout compte fait.")
    assert opinion.dossier.events.filter(action="answer_opinion").count() == 2
    assert "ne se modifie plus" in text_of(late)
    assert "<form method" not in late.content.decode().split("<main")[1].split("</main>")[0]
    assert refused.status_code == 409
    assert "Trop tard" in text_of(refused)


def test_double_click_answers_once_and_another_page_overwrites_nothing(client):
    opinion, link = asked()
    file = {"file": SimpleUploadedFile("avis.pdf", PDF)}

    codes = []
    for _rank in range(2):
        file["file"].seek(0)
        codes.append(reply(client, link, text="Premier texte", **file).status_code)
    other = reply(client, link, text="Texte d’une autre page")
    again = reply(client, link, answers="1", text="Texte d’une autre page")

    assert codes == [302, 302]
    assert other.status_code == 409
    assert "Premier texte" in text_of(other)
    assert "Texte d’une autre page" in text_of(other)
    assert 'name="answers" value="1"' in other.content.decode()
    assert again.status_code == 302
    assert opinion.dossier.events.filter(action="answer_opinion").count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"answer": ""}, "obligatoire"),
        ({"answer": "maybe"}, "choix"),
        ({"answer": "reserved", "text": " "}, "vos réserves"),
        ({"text": "x" * 20_001}, "20000"),
        ({"text": "a\x00b"}, "nul"),
        ({"answers": "x"}, "Une correction"),
        ({"answers": "99999999999"}, "Une correction"),
        ({"file": ("avis.exe", b"MZ")}, "type accepté"),
        ({"file": ("avis.pdf", b"<script>")}, "n’est pas celui"),
        ({"file": ("avis.pdf", b"")}, "vide"),
    ],
)
def test_invalid_answer_is_shown_again_with_everything_typed(client, settings, fields, sentence):
    opinion, link = asked()
    if "file" in fields:
        fields = {"file": SimpleUploadedFile(*fields["file"])}

    response = reply(client, link, **{"text": "Un long texte", **fields})

    assert response.status_code == 422
    assert sentence in text_of(response).replace("\xa0", "")
    if "text" not in fields:
        assert "Un long texte" in text_of(response)
    opinion.refresh_from_db()
    assert not opinion.is_answered
    assert stored(settings) == []


def test_hostile_text_is_shown_and_never_run(client):
    opinion, link = asked(questions="<script>alert(1)</script>")

    reply(client, link, text="<img src=x onerror=alert(2)>\nBcc: tous@example.org")
    page = client.get(link).content.decode()
    client.force_login(opinion.asked_by)
    review = client.get(
        reverse("partnerships:review_detail", args=[opinion.dossier.uuid])
    ).content.decode()

    for html in (page, review):
        assert "<script>alert(1)" not in html
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html


def test_name_of_a_body_cannot_break_a_mail():
    dossier = dossier_in("under_review", title="Titre")
    dossier.title = "Titre\r\nBcc: tous@example.org"
    dossier.save()

    ask(dossier)
    call_command("send_mail", verbosity=0)

    message = next(each for each in sent.outbox if each.to == [EMAIL])
    assert "\n" not in message.subject
    assert message.bcc == []


def test_due_date_is_shown_and_counted_in_paris_days(client):
    opinion, link = asked()
    today = timezone.localdate()

    page = text_of(client.get(link))

    assert opinion.due_on == today + timedelta(days=10)
    assert french_date(opinion.due_on) in page
