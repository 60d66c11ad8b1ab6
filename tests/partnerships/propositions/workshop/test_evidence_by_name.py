"""The partnership that a note rests on, found by its name; labels that say what is asked."""

import re

import pytest

from partnerships.models import Partnership
from partnerships.pages.propositions.workshop.evidence_form import FOUND_MAX
from tests.factories.partnerships import published
from tests.partnerships.propositions.sent import WITHOUT_EVIDENCE, address, sent

pytestmark = pytest.mark.django_db
NAME, FOUND = "partnership-0-partnership", "partnership-0-found"


def send(client, **fields):
    return client.post(address(), sent(**fields, **WITHOUT_EVIDENCE))


def offered(response):
    page = response.content.decode()
    return re.findall(rf'name="{FOUND}" value="(\w+)"', page)


def test_a_name_offers_the_pages_that_it_finds(client, proposal, curator):
    lille, other = published(title="Jumelage Lille – Gao"), published(title="Lille et l’eau")
    published(title="Jumelage Nantes – Cardiff")
    hidden = published(title="Lille caché")
    Partnership.objects.filter(pk=hidden.pk).update(is_suspended=True)

    response = send(client, **{NAME: "lille"})

    assert response.status_code == 422
    assert sorted(offered(response)) == sorted([lille.public_id, other.public_id])
    assert "Choisissez la fiche parmi celles trouvées" in response.content.decode()
    assert "Jumelage Lille – Gao" in response.content.decode()
    assert not proposal.notes.exists()

    assert send(client, **{NAME: "lille", FOUND: other.public_id}).status_code == 302
    assert proposal.notes.get().evidence.get().partnership == other.public_id


def test_what_another_name_found_is_not_taken(client, proposal, curator):
    published(title="Jumelage Lille – Gao")
    nantes = published(title="Jumelage Nantes – Cardiff")

    response = send(client, **{NAME: "lille", FOUND: nantes.public_id})

    assert response.status_code == 422
    assert nantes.public_id not in offered(response)
    assert not proposal.notes.exists()


def test_a_page_chosen_before_is_left_where_the_name_is_emptied(client, proposal, curator):
    row = published(title="Jumelage Lille – Gao")

    response = client.post(address(), sent(**{FOUND: row.public_id}))

    assert response.status_code == 302
    assert [each.kind for each in proposal.notes.get().evidence.all()] == ["link"]


def test_a_name_that_finds_many_asks_for_more_words(client, proposal, curator):
    for rank in range(FOUND_MAX + 1):
        published(title=f"Jumelage Lille {rank}")

    response = send(client, **{NAME: "lille"})

    assert len(offered(response)) == FOUND_MAX
    assert "il y en a d’autres" in response.content.decode()


def test_only_what_may_stay_empty_is_said_optional(client, proposal, curator):
    page = client.get(address()).content.decode()
    labels = [" ".join(text.split()) for text in re.findall(r"<label[^>]*>([^<]*)", page)]

    for asked in ("Lue le", "Adresse de la page", "Jour de la décision", "Fiche du registre"):
        assert asked in labels
        assert f"{asked} (facultatif)" not in labels
    for left in ("Titre de la page", "Intitulé du document", "Prochain point"):
        assert f"{left} (facultatif)" in labels
