"""Publishing a text: checked, compared, once, now or at an hour of Paris; what is scheduled."""

import pytest

from tests.factories.accounts import curator
from tests.partnerships.propositions.curating import (
    OFFICIAL,
    Curating,
    at,
    client_of,
    words,
)
from tests.partnerships.propositions.scheduling import NOW, move_clock, new_title, public

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    move_clock(monkeypatch, NOW)


@pytest.fixture
def work():
    return new_title()


def test_page_shows_what_changes_and_nothing_is_public(work):
    page = words(work.get("publish"))

    assert "Titre retiré : en vigueur ajouté : nouveau" in page
    assert "Brouillon écrit par Anne Curie" in page
    assert "Titre nouveau" not in public()


def test_a_choice_that_changes_is_shown_whole(work):
    work.type(**OFFICIAL)

    page = words(work.get("publish"))

    assert "pas le texte du rapport ajouté : texte du rapport" in page


def test_text_is_published_at_once(work):
    response = work.client.post(
        at("publish"), {"version": work.draft().version, "when": "now"}, follow=True
    )

    page = words(response)
    assert "Le texte est publié." in page
    assert "Vu par tous : la page publique" in page
    assert 'href="/propositions/5/"' in response.content.decode()
    assert "</span>Titre nouveau</h1>" in public()
    before, after = work.texts()
    assert (before.effective_until, after.effective_from, after.effective_until) == (NOW, NOW, None)
    assert (after.published_by, after.reason) == (work.person, "")
    assert work.draft() is None


def test_a_double_click_publishes_once(work):
    data = {"version": work.draft().version, "when": "now"}

    work.client.post(at("publish"), data)
    again = work.client.post(at("publish"), data, follow=True)

    assert again.status_code == 200
    assert "Vu par tous" in words(again)
    assert len(work.texts()) == 2


def test_a_draft_that_changed_since_is_not_published(work):
    seen = work.draft().version
    work.type(client_of(curator()), title="Titre d’un autre")

    response = work.publish(version=seen)

    assert response.status_code == 409
    assert "a changé depuis" in words(response)
    assert "ajouté : d’un autre" in words(response)
    assert len(work.texts()) == 1


@pytest.mark.parametrize("version", ["", "x", "1", "1.1.1", "\x00"])
def test_a_wrong_version_publishes_nothing(work, version):
    assert work.publish(version=version).status_code == 409
    assert len(work.texts()) == 1


def test_what_is_wrong_is_told_with_a_link_to_its_field(work):
    work.type(title=" \u200b", source="", source_page="douze", source_url="ftp://example.org/x")

    page = work.get("publish").content.decode()
    response = work.publish()

    for name in ("title", "source", "source_page", "source_url"):
        assert f'href="/propositions/atelier/5/texte/?verifier=1#champ-{name}"' in page
    assert 'name="version"' not in page.split("<main")[1]
    assert response.status_code == 422
    assert len(work.texts()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * 251},
        {"summary": "x" * 2_001},
        {"body": "x" * 50_001},
        {"title": "ren\u202eversé"},
        {"body": "contrôle \x1b"},
        {"wording": "inconnue"},
        {"wording": ""},
        {"report": "2019"},
        {"source_on": "31/02/2018"},
        {"source_page": "-1"},
        {"source_page": "99999999999"},
        {"source_url": "javascript:alert(1)"},
        {"wording": "official", "report": "2018"},
        {"wording": "official", "report": "", "source_page": "12"},
    ],
)
def test_what_a_text_cannot_be_is_refused(work, fields):
    work.type(**fields)

    assert work.publish().status_code == 422
    assert len(work.texts()) == 1


def test_words_are_tidied_and_dates_read(work):
    work.type(
        title="  Un   titre\u200b ", body="a\r\nb ", source_on="31/07/2018", source_page=" 12 "
    )

    work.publish()

    text = work.texts()[-1]
    assert (text.title, text.body) == ("Un titre", "a\nb")
    assert (str(text.source_on), text.source_page) == ("2018-07-31", 12)


def test_nothing_to_change_is_not_published(work):
    work.type(title="Titre en vigueur")

    page = words(work.get("publish"))
    response = work.publish()

    assert "Rien n’a changé" in page
    assert response.status_code == 422
    assert len(work.texts()) == 1


def test_the_text_of_the_report_changes_with_a_reason():
    work = Curating(**OFFICIAL)
    work.begin()
    work.type(title="Titre corrigé")

    refused = work.publish(reason="  ")
    assert refused.status_code == 422
    assert "Dites pourquoi le texte du rapport change." in words(refused)
    assert len(work.texts()) == 1

    work.publish(reason="Une coquille de la page 87.")
    assert work.texts()[-1].reason == "Une coquille de la page 87."


def test_reason_too_long_is_refused(work):
    assert work.publish(reason="x" * 501).status_code == 422


def test_page_says_when_nobody_sees_the_text(work):
    work.type(wording="working")

    page = words(
        work.client.post(
            at("publish"), {"version": work.draft().version, "when": "now"}, follow=True
        )
    )

    assert "Vu de personne aujourd’hui" in page


def test_first_text_of_a_proposition_is_published():
    work = Curating()
    work.proposal.texts.all().delete()
    work.begin()
    work.type(title="Premier", wording="reported", source="Weka")

    assert work.publish().status_code == 302
    assert [each.title for each in work.texts()] == ["Premier"]
