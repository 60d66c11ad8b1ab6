"""Texts that were never in force leave a line: drafts given up, scheduled texts cancelled."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from proposals.models import UnpublishedText
from proposals.publishing import publish_text
from tests.factories.accounts import curator
from tests.factories.lists import ProposalFactory
from tests.partnerships.propositions.curating import Curating, client_of, words
from tests.partnerships.propositions.replacing import PAGE, apply, line, received, undo_page

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
LATER = {"when": "later", "hour": "18:30"}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def work():
    return Curating(title="Titre en vigueur", body="Un corps.")


@pytest.fixture
def other():
    """The browser of a second curator."""
    return client_of(curator(first_name="Paul", last_name="Valéry"))


def schedule(work, title, day):
    work.begin()
    work.type(title=title)
    work.publish(day=day, **LATER)


def history(work):
    return words(work.get("history"))


def test_a_draft_that_is_given_up_leaves_a_line(work, other):
    work.begin()
    work.type(title="Titre jamais lu")
    discard = work.draft().version

    work.client = other
    work.post("draft_discard", version=discard)

    assert (
        "Paul Valéry a abandonné le brouillon « Titre jamais lu », écrit par Anne Curie."
    ) in history(work)


def test_a_draft_in_which_nothing_was_written_leaves_none(work):
    work.begin()
    work.post("draft_discard", version=work.draft().version)

    assert not UnpublishedText.objects.exists()


def test_a_draft_that_another_text_replaces_leaves_a_line(work):
    schedule(work, "Titre programmé", "2026-12-24")
    work.begin()
    work.type(title="Titre effacé")

    work.post("unschedule", work.texts()[-1].pk, replaced=work.draft().version)

    page = history(work)
    assert "Anne Curie a abandonné le brouillon « Titre effacé », écrit par Anne Curie." in page
    assert (
        "a annulé le texte « Titre programmé », programmé pour le 24 décembre 2026, 18:30" in page
    )


def test_a_scheduled_text_that_is_cancelled_leaves_a_line(work, other):
    schedule(work, "Titre programmé", "2026-12-24")

    work.client = other
    work.post("unschedule", work.texts()[-1].pk)

    assert (
        "Paul Valéry a annulé le texte « Titre programmé », programmé pour le 24 décembre 2026, "
        "18:30 par Anne Curie."
    ) in history(work)


def test_a_text_published_at_once_may_cancel_those_before_it(work):
    schedule(work, "Premier", "2026-12-10")
    schedule(work, "Second", "2026-12-24")
    _current, first, second = work.texts()
    page = words(work.get("publish"))
    assert "Programmés avant lui, d’autres textes prendraient sa place à leur heure" in page
    assert "« Premier », le 10 décembre 2026, 18:30" in page

    work.post("publish_scheduled", second.pk, instead_of=[first.pk])

    assert [each.title for each in work.texts()] == ["Titre en vigueur", "Second"]
    assert work.texts()[-1].effective_until is None
    assert "Anne Curie a annulé le texte « Premier »" in history(work)


def test_a_text_published_at_once_may_leave_those_before_it(work):
    schedule(work, "Premier", "2026-12-10")
    schedule(work, "Second", "2026-12-24")
    second = work.texts()[-1]

    work.post("publish_scheduled", second.pk)

    assert [each.title for each in work.texts()] == ["Titre en vigueur", "Second", "Premier"]
    assert not UnpublishedText.objects.exists()


@pytest.mark.parametrize("name", ["current", "later", "other", "x", "9" * 30])
def test_only_texts_scheduled_before_it_are_cancelled_with_it(work, name):
    schedule(work, "Premier", "2026-12-10")
    schedule(work, "Second", "2026-12-24")
    schedule(work, "Troisième", "2026-12-30")
    current, _first, second, third = work.texts()
    day = datetime(2026, 12, 5, tzinfo=UTC)
    content = {**current.content, "title": "Une autre"}
    other = publish_text(ProposalFactory(number=6), content, by=None, at=day)
    keys = {"current": current.pk, "later": third.pk, "other": other.pk}

    response = work.post("publish_scheduled", second.pk, instead_of=[keys.get(name, name)])

    assert response.status_code == 302
    assert [each.title for each in work.texts()] == [
        "Titre en vigueur",
        "Second",
        "Premier",
        "Troisième",
    ]
    assert other.proposal.texts.count() == 2


def test_a_scheduled_replacement_that_is_undone_leaves_a_line_and_its_numbers(work):
    address = received(work.client, line(5, "Du fichier"), line(8, "Nouvelle"))
    apply(work.client, address, day="2026-12-24", **LATER)
    replacement = work.texts()[-1].replacement
    assert "propositions 5, 8 textes programmés" in words(work.client.get(PAGE))

    work.client.post(undo_page(replacement), {"reason": "Mauvais fichier"})

    page = history(work)
    assert (
        "Anne Curie a annulé le texte « Du fichier » du fichier « vingt.xlsx », programmé pour le "
        "24 décembre 2026, 18:30. Motif : Mauvais fichier"
    ) in page
    assert "propositions 5, 8" in words(work.client.get(PAGE))
