"""Nothing written in a draft is lost: two curators, a lost session, a draft that is gone."""

import pytest
from django.test import Client

from partnerships.document.buffer import value_digest
from tests.factories.accounts import UserFactory, curator
from tests.partnerships.propositions.curating import Curating, at, client_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return Curating(summary="Un résumé.", body="Un corps.")


def autosave(client, person, version="", **fields):
    data = {"person": str(person.journal_id), "version": version, **fields}
    return client.post(at("draft_autosave"), data)


def test_two_curators_in_two_fields_are_merged(work):
    other = curator(first_name="Paul", last_name="Valéry")
    work.begin()
    base = work.draft().typed

    work.type(base=base, title="Titre d’Anne")
    work.type(client_of(other), base=base, summary="Résumé de Paul")

    assert work.draft().typed["title"] == "Titre d’Anne"
    assert work.draft().typed["summary"] == "Résumé de Paul"
    assert "Paul Valéry écrit en ce moment dans « Résumé »" in words(work.get("draft")).replace(
        "\u202f", " "
    )


def test_two_curators_in_one_field_keep_both_texts(work):
    other = client_of(curator(first_name="Paul", last_name="Valéry"))
    work.begin()
    base = work.draft().typed

    work.type(base=base, title="Titre d’Anne")
    response = work.type(other, base=base, title="Titre de Paul")

    page = words(other.get(response.url))
    assert work.draft().typed["title"] == "Titre d’Anne"
    assert "les deux textes restent" in page
    assert "Titre de Paul" in page
    assert "Anne Curie" in page

    take = f"take:title:{value_digest('Titre de Paul')}"
    work.client.post(at("draft"), {"do": take, "title": "Titre d’Anne"})

    assert work.draft().typed["title"] == "Titre de Paul"
    assert "conflict.title" not in work.draft().typed


def test_two_texts_of_a_field_stop_the_publication(work):
    other = client_of(curator())
    work.begin()
    base = work.draft().typed
    work.type(base=base, title="Titre d’Anne")
    work.type(other, base=base, title="Titre de Paul")

    response = work.publish()

    assert response.status_code == 422
    assert "choisissez celui qui reste" in words(response)
    assert len(work.texts()) == 1


def test_autosave_tells_the_second_of_both_texts(work):
    other = curator()
    work.begin()
    draft = work.draft()
    work.type(title="Titre d’Anne")

    answer = autosave(
        client_of(other),
        other,
        draft.version,
        title="Titre de Paul",
        **{"base.title": value_digest(draft.typed["title"])},
    ).json()

    assert answer["standing"] == {"title": ["Titre d’Anne"]}
    assert "Titre d’Anne" in answer["conflicts"]["title"]
    assert "Anne Curie" in answer["edits"]
    assert answer["fields"]["title"][0] == ["Titre d’Anne"]


@pytest.mark.parametrize("command", ["take:title", "take:x:y", "keep", "take:wording:" + "0" * 16])
def test_a_command_that_settles_nothing_changes_nothing(work, command):
    work.begin()
    before = work.draft().typed

    assert work.client.post(at("draft"), {"do": command}).status_code == 302
    assert work.draft().typed == before


def test_lost_session_loses_nothing(work):
    work.begin()
    lost = Client()
    data = {
        "person": str(work.person.journal_id),
        "title": "Écrit sans session",
        "base.title": value_digest(work.draft().typed["title"]),
    }

    response = lost.post(at("draft"), data)

    assert response.url.startswith("/compte/login/")
    assert work.draft().typed["title"] != "Écrit sans session"
    lost.force_login(work.person)
    page = lost.get(at("draft")).content.decode()
    assert 'value="Écrit sans session"' in page
    assert 'data-typed="title"' in page
    lost.post(at("draft"), data)
    assert work.draft().typed["title"] == "Écrit sans session"
    assert "de nouveau dans cette" not in lost.get(at("draft")).content.decode()


def test_words_of_a_lost_session_show_to_their_author_alone(work):
    work.begin()
    lost = Client()
    lost.post(at("draft"), {"person": str(work.person.journal_id), "title": "D’une autre"})
    lost.force_login(curator())

    assert "D’une autre" not in lost.get(at("draft")).content.decode()


def test_lost_session_of_no_curator_gives_nothing(work):
    work.begin()
    person = UserFactory()
    lost = Client()
    lost.post(at("draft"), {"person": str(person.journal_id), "title": "Intrus"})
    lost.force_login(person)

    assert lost.get(at("draft")).status_code == 403
    assert lost.post(at("draft"), {"title": "Intrus"}).status_code == 403
    assert autosave(lost, person, title="Intrus").status_code == 403
    assert work.draft().typed["title"] != "Intrus"


def test_autosave_without_a_session_or_of_another_person_is_told(work):
    work.begin()

    assert autosave(Client(), work.person, title="x").json()["reason"] == "signed_out"
    other = curator()
    assert autosave(client_of(other), work.person, title="x").json()["reason"] == "other"
    response = work.client.post(at("draft"), {"person": str(other.journal_id), "title": "Gardé"})
    assert response.status_code == 409
    assert "Gardé" in response.content.decode()
    assert work.draft().typed["title"] != "x"


def test_draft_that_is_gone_gives_back_what_was_typed(work):
    work.begin()
    version = work.draft().version
    work.post("draft_discard", version=version)

    response = work.client.post(at("draft"), {"title": "Mes mots"})

    assert response.status_code == 409
    assert 'value="Mes mots"' in response.content.decode() or ">Mes mots<" in (
        response.content.decode().replace("\n", "")
    )
    answer = autosave(work.client, work.person, version, title="Mes mots")
    assert (answer.status_code, answer.json()["reason"]) == (409, "closed")
    poll = work.client.get(
        at("draft_autosave"), {"person": str(work.person.journal_id), "version": version}
    )
    assert poll.status_code == 409


def test_draft_too_long_is_given_back(work):
    work.begin()
    long = "é" * 250_000

    response = work.type(body=long)

    assert response.status_code == 422
    assert long in response.content.decode()
    assert work.draft().typed["body"] == "Un corps."
    assert autosave(work.client, work.person, body=long).json()["reason"] == "full"
