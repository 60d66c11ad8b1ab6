"""The draft of a text: saved as typed, never overwritten, seen by curators alone."""

import pytest
from django.test import Client

from partnerships.document.buffer import value_digest
from proposals.models import Proposal
from tests.factories.lists import ProposalFactory
from tests.partnerships.propositions.curating import Curating, at, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return Curating(summary="Un résumé.", body="Un corps.")


def autosave(client, person, version="", **fields):
    data = {"person": str(person.journal_id), "version": version, **fields}
    return client.post(at("draft_autosave"), data)


def test_draft_begins_with_the_text_in_force_once(work):
    assert "Aucun brouillon" in words(work.get("draft"))

    work.begin()
    work.type(title="Un titre nouveau")
    work.begin()

    assert work.draft().typed["title"] == "Un titre nouveau"
    assert work.draft().typed["body"] == "Un corps."
    assert work.draft().based_on == work.texts()[0]


def test_draft_of_a_proposition_without_a_text_is_empty():
    work = Curating()
    work.proposal.texts.all().delete()

    work.begin()

    assert set(work.draft().typed.values()) == {""}
    assert work.get("draft").status_code == 200


def test_what_is_typed_is_saved_as_it_is(work):
    work.begin()
    typed = {
        "title": "",
        "body": "<script>alert(1)</script>\n  # Titre \u202e\u200b",
        "source_on": "hier",
        "source_page": "douze",
        "source_url": "javascript:alert(1)",
        "wording": "inconnue",
    }

    assert work.type(**typed).status_code == 302

    assert {name: work.draft().typed[name] for name in typed} == typed
    text = work.get("draft").content.decode()
    assert 'value="hier"' in text
    assert 'value="douze"' in text
    assert "alert(1)</script>" not in text


def test_nul_and_line_ends_are_saved_as_a_page_shows_them(work):
    work.begin()

    work.type(body="a\x00b\r\nc")

    assert work.draft().typed["body"] == "a\ufffdb\nc"


def test_nothing_of_a_draft_is_public(work):
    work.begin()
    work.type(title="Titre secret", summary="Résumé secret", body="Corps secret")

    for address in ("/", "/propositions/", "/propositions/5/", "/propositions/atom/"):
        assert "secret" not in Client().get(address).content.decode()
    assert "Titre secret" not in Client().get("/recherche/?q=secret").content.decode()


def test_preview_beside_shows_the_notation(work):
    work.begin()
    work.type(body="# Partie\n\n- un\n- **deux**")

    text = work.get("draft").content.decode()

    assert "<h2>Partie</h2>" in text
    assert "<li><strong>deux</strong></li>" in text
    assert "<strong>deux</strong>" in work.get("draft_help").content.decode()


def test_page_as_it_will_be_is_the_public_page_with_the_draft(work):
    work.begin()
    work.type(title="Titre à venir", summary="", body="Corps **à venir**", wording="working")

    response = work.get("draft_preview")
    text = response.content.decode()

    assert "</span>Titre à venir</h1>" in text
    assert "<strong>à venir</strong>" in text
    assert "Formulation de travail, pas le texte du rapport" in text
    assert '<meta name="robots" content="noindex' in text
    assert "n’est vue que des curateurs" in text
    assert "Titre à venir" not in Client().get("/propositions/5/").content.decode()


def test_page_as_it_will_be_shows_where_nothing_is_listed(work):
    Proposal.objects.update(published_until="2019-01-01T00:00Z")
    work.begin()
    work.type(title="", wording="", source_page="x", source_on="x", report="x")

    assert work.get("draft_preview").status_code == 200
    assert Client().get("/propositions/5/").status_code == 404


def test_page_as_it_will_be_needs_a_draft(work):
    assert work.get("draft_preview").status_code == 404


def test_only_what_is_typed_is_told_wrong_before_the_publication(work):
    work.begin()
    work.type(title="", source_page="douze")

    page = words(work.get("draft"))
    checked = words(work.client.get(at("draft") + "?verifier=1"))

    assert "nombre entier" in page
    assert "obligatoire" not in page
    assert "obligatoire" in checked


def test_autosave_saves_and_says_what_is_stored(work):
    work.begin()
    draft = work.draft()

    response = autosave(
        work.client,
        work.person,
        draft.version,
        title="Vite",
        **{"base.title": value_digest(draft.typed["title"])},
    )

    answer = response.json()
    assert work.draft().typed["title"] == "Vite"
    assert answer["version"] == work.draft().version != draft.version
    assert answer["bases"] == {"title": value_digest("Vite")}
    assert (answer["standing"], answer["conflicts"]) == ({}, {})


def test_autosave_asks_the_same_queries_for_any_length(work, django_assert_num_queries):
    work.begin()
    for body in ("court", "long " * 9_000):
        base = {"base.body": value_digest(work.draft().typed["body"])}
        with django_assert_num_queries(13):
            autosave(work.client, work.person, work.draft().version, body=body, **base)


def test_draft_is_given_up_unless_somebody_wrote_since(work):
    work.begin()
    seen = work.draft().version
    work.type(title="Plus tard")

    refused = work.client.post(at("draft_discard"), {"version": seen}, follow=True)

    assert "a changé depuis" in words(refused)
    assert work.draft().typed["title"] == "Plus tard"
    done = work.client.post(at("draft_discard"), {"version": work.draft().version}, follow=True)
    assert "abandonné" in words(done)
    assert work.draft() is None
    again = work.client.post(at("draft_discard"), {"version": seen}, follow=True)
    assert "plus de brouillon" in words(again)


def test_new_draft_is_not_taken_for_the_one_before(work):
    work.begin()
    seen = work.draft().version
    work.post("draft_discard", version=seen)
    work.begin()

    work.post("draft_discard", version=seen)

    assert work.draft() is not None


def test_draft_page_asks_the_same_queries_for_any_number_of_edits(work, django_assert_num_queries):
    ProposalFactory(number=6)
    work.begin()
    for fields in ({"title": "a"}, {"summary": "b", "body": "c", "axis": "d"}):
        work.type(**fields)
        work.get("draft")  # its message is read
        with django_assert_num_queries(7):
            work.get("draft")


@pytest.mark.parametrize("number", ["0", "21", "99999999999999999999"])
def test_unknown_number_is_not_found(work, number):
    for page in ("texte/", "texte/apercu/", "publier/", "historique/"):
        assert work.client.get(f"/propositions/atelier/{number}/{page}").status_code == 404
