"""The replacement of the twenty through its pages: applied, now or later, and undone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import ProposalContribution
from proposals.models import (
    ProposalText,
    Replacement,
    Wording,
)
from proposals.publishing import publish_text
from tests.factories.accounts import curator
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.factories.roles import text_of
from tests.partnerships.propositions.replacing import (
    PAGE,
    applied,
    apply,
    line,
    received,
    titles,
    undo_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(curator())
    return client


def test_applying_replaces_the_texts_and_says_who_and_why(signed_in):
    ProposalFactory(number=5, title="Avant", wording=Wording.WORKING)
    address = received(signed_in, line(5), line(6, "Neuf"))

    response = apply(signed_in, address, reason="Le rapport est arrivé")

    assert response.url == PAGE
    assert titles() == {5: "Après", 6: "Neuf"}
    text = text_of(signed_in.get(PAGE))
    assert "Motif : Le rapport est arrivé" in text
    assert "appliqué par" in text
    assert "pas encore appliqués" not in text
    public = text_of(signed_in.get(reverse("proposals:proposal_detail", args=[5])))
    assert "Après" in public
    assert "page 87" in public


def test_twenty_are_replaced_in_one_go(signed_in):
    for number in range(1, 21):
        ProposalFactory(number=number, title=f"Avant {number}")

    applied(signed_in, *(line(number, f"Texte {number}") for number in range(1, 21)))

    assert titles() == {number: f"Texte {number}" for number in range(1, 21)}
    assert ProposalText.objects.count() == 40
    assert "le texte officiel" not in text_of(signed_in.get(reverse("proposals:workshop")))


def test_partnerships_stay_on_the_number(signed_in):
    proposal = ProposalFactory(number=5, title="Avant")
    contribution = {"uuid": str(uuid4()), "proposal": 5, "statement": "Nos données."}
    published(title="Portail commun", contributions=[contribution])

    applied(signed_in, line(5))

    assert ProposalContribution.objects.get().proposal == proposal
    assert "Portail commun" in text_of(signed_in.get(proposal.get_absolute_url()))


def test_applying_twice_by_a_double_click_is_done_once(signed_in):
    ProposalFactory(number=5)
    address = received(signed_in, line(5))
    seen = signed_in.get(address).context["seen"]
    data = {"seen": seen, "when": "now", "reason": "Le rapport"}

    signed_in.post(address, data)
    second = signed_in.post(address, data)

    assert second.url == PAGE
    assert Replacement.objects.count() == 1
    assert ProposalText.objects.count() == 2


def test_a_text_that_changed_since_is_shown_again(signed_in):
    proposal = ProposalFactory(number=5, title="Avant")
    address = received(signed_in, line(5))
    seen = signed_in.get(address).context["seen"]
    publish_text(proposal, {**proposal.text.content, "title": "Entre-temps"}, by=curator())

    response = signed_in.post(address, {"seen": seen, "when": "now", "reason": "Le rapport"})

    text = text_of(response)
    assert response.status_code == 422
    assert "Un texte a changé pendant que vous lisiez" in text
    assert "Entre-temps" in text
    assert 'value="Le rapport"' in text
    assert titles()[5] == "Entre-temps"
    assert apply(signed_in, address).status_code == 302
    assert titles()[5] == "Après"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"reason": " "}, "Dites pourquoi ces textes changent"),
        ({"reason": "a" * 501}, "500"),
        ({"when": "later"}, "Donnez le jour et l’heure"),
        ({"when": "later", "day": "2020-01-01", "hour": "09:00"}, "déjà passé"),
        ({"when": "later", "day": "demain", "hour": "09:00"}, "Saisissez une date"),
        ({"when": "later", "day": "0001-01-01", "hour": "00:00"}, "déjà passé"),
        ({"when": "peut-être"}, "peut-être"),
        ({"seen": ""}, "obligatoire"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(signed_in, data, words):
    ProposalFactory(number=5, title="Avant")
    address = received(signed_in, line(5))

    response = apply(signed_in, address, **data)

    assert response.status_code == 422
    assert words in text_of(response)
    assert titles()[5] == "Avant"


def test_texts_change_at_the_set_time_of_paris(signed_in):
    ProposalFactory(number=5, title="Avant")
    day = timezone.localtime() + timedelta(days=3)

    address = received(signed_in, line(5))
    hour = day.strftime("%H:%M")
    apply(signed_in, address, when="later", day=day.date().isoformat(), hour=hour)

    page = text_of(signed_in.get(PAGE))
    assert "Les textes seront remplacés le" in page
    assert "Les textes sont remplacés" not in page
    assert titles()[5] == "Avant"
    assert "textes programmés pour le" in page
    work_page = signed_in.get(reverse("proposals:workshop_proposal", args=[5]))
    assert reverse("proposals:workshop_publish", args=[5]) in work_page.content.decode()
    moment = ProposalText.objects.latest("pk").effective_from
    assert moment == day.replace(second=0, microsecond=0)
    assert "texte programmé le" in text_of(signed_in.get(reverse("proposals:workshop")))


def test_undoing_says_first_what_comes_back(signed_in):
    proposal = ProposalFactory(number=5, title="Avant")
    ProposalFactory(number=6, title="Avant aussi")
    replacement = applied(signed_in, line(5), line(6), line(9, "Neuf"))
    publish_text(
        proposal, {**proposal.text.content, "title": "Depuis"}, by=curator(), reason="Autre"
    )

    text = text_of(signed_in.get(undo_page(replacement)))

    assert "5. « Après » a changé depuis : laissée comme elle est." in text
    assert "6. « Avant aussi » est publiée de nouveau." in text
    assert "9. Sans texte avant ce fichier, elle n’en aura plus." in text
    response = signed_in.post(undo_page(replacement), {"reason": "Erreur"}, follow=True)
    assert "restent comme elles sont : 5." in text_of(response)
    assert titles() == {5: "Depuis", 6: "Avant aussi", 9: ""}
    assert "annulé le" in text_of(response)
    assert "motif : Erreur" in text_of(response)


def test_undoing_what_is_to_come_deletes_it_and_says_so(signed_in):
    ProposalFactory(number=5, title="Avant")
    day = timezone.localtime() + timedelta(days=3)
    address = received(signed_in, line(5))
    hour = day.strftime("%H:%M")
    apply(signed_in, address, when="later", day=day.date().isoformat(), hour=hour)
    replacement = Replacement.objects.get()

    text = text_of(signed_in.get(undo_page(replacement)))

    assert "5. « Après » était programmée : ce texte est supprimé." in text
    assert "publiée de nouveau" not in text
    response = signed_in.post(undo_page(replacement), {"reason": "Erreur"}, follow=True)
    assert "ses textes programmés sont supprimés" in text_of(response)
    assert "textes programmés pour le" not in text_of(response)
    assert ProposalText.objects.get().title == "Avant"


def test_undoing_needs_a_reason(signed_in):
    ProposalFactory(number=5, title="Avant")
    replacement = applied(signed_in, line(5))

    response = signed_in.post(undo_page(replacement), {"reason": ""})

    assert response.status_code == 422
    assert titles()[5] == "Après"


def test_undoing_twice_is_told(signed_in):
    ProposalFactory(number=5)
    replacement = applied(signed_in, line(5))
    signed_in.post(undo_page(replacement), {"reason": "Erreur"})
    count = ProposalText.objects.count()

    response = signed_in.post(undo_page(replacement), {"reason": "Erreur"}, follow=True)

    assert "déjà annulé" in text_of(response)
    assert ProposalText.objects.count() == count
