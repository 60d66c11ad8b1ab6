"""Texts scheduled at an hour of Paris, cancelled, published at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from proposals.drafting import publish_now, return_to_draft
from proposals.models import Proposal, ProposalDraft, ProposalText
from proposals.publishing import cancel_scheduled
from tests.factories.accounts import curator
from tests.partnerships.propositions.curating import (
    OFFICIAL,
    at,
    words,
)
from tests.partnerships.propositions.scheduling import NOW, move_clock, new_title, public, schedule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    move_clock(monkeypatch, NOW)


@pytest.fixture
def work():
    return new_title()


def test_a_text_scheduled_after_one_of_the_report_needs_a_reason_too(work):
    schedule(work, day="2026-12-01")
    work.begin()
    work.type(title="Texte du rapport", **OFFICIAL)
    schedule(work, day="2026-12-10")
    work.begin()
    work.type(title="Suite")

    refused = schedule(work, day="2026-12-20")

    assert refused.status_code == 422
    assert "Dites pourquoi" in words(refused)
    assert len(work.texts()) == 3


def test_text_is_scheduled_at_an_hour_of_paris(work, monkeypatch):
    response = schedule(work)

    page = words(work.client.get(response.url))
    assert "programmé pour le 24 décembre 2026, 18:30, heure de Paris" in page
    assert "Pour le 24 décembre 2026, 18:30 (heure de Paris), par Anne Curie." in page
    assert work.texts()[-1].effective_from == datetime(2026, 12, 24, 17, 30, tzinfo=UTC)
    move_clock(monkeypatch, datetime(2026, 12, 24, 17, 29, 59, tzinfo=UTC))
    assert "</span>Titre en vigueur</h1>" in public()
    move_clock(monkeypatch, datetime(2026, 12, 24, 17, 30, tzinfo=UTC))
    assert "</span>Titre nouveau</h1>" in public()
    assert "Programmé" not in words(work.get("publish"))


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        ("2026-11-29", "18:00", "déjà passé"),
        ("2026-11-30", "10:00", "déjà passé"),  # 9:00 UTC
        ("0001-01-01", "00:00", "déjà passé"),
        ("2027-03-28", "02:30", "on passe à l’heure d’été"),
        ("2027-10-31", "02:30", "on revient à l’heure d’hiver"),
        ("2026-12-24", "", "Donnez le jour et l’heure"),
        ("", "18:00", "Donnez le jour et l’heure"),
        ("demain", "18:00", "date valide"),
        ("2026-12-24", "midi", "heure valide"),
    ],
)
def test_a_wrong_moment_is_told(work, day, hour, told):
    response = schedule(work, day=day, hour=hour)

    assert response.status_code == 422
    assert told in words(response)
    assert f'value="{day}"' in response.content.decode()
    assert len(work.texts()) == 1
    assert work.draft() is not None


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        ("2027-03-28", "01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28", "03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31", "03:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        ("9999-12-31", "23:59", datetime(9999, 12, 31, 22, 59, tzinfo=UTC)),
    ],
)
def test_hours_beside_a_change_of_hour_are_taken(work, day, hour, instant):
    schedule(work, day=day, hour=hour)

    assert work.texts()[-1].effective_from == instant


def test_two_texts_of_one_instant_are_refused(work):
    schedule(work)
    work.begin()
    work.type(title="Un autre")

    response = schedule(work)

    assert response.status_code == 422
    assert "commence au même moment" in words(response)


def test_what_is_scheduled_is_cancelled_and_its_words_are_the_draft(work):
    schedule(work)
    text = work.texts()[-1]

    response = work.client.post(at("unschedule", text.pk), {"replaced": ""}, follow=True)

    assert "Ses mots sont dans le brouillon" in words(response)
    assert work.draft().typed["title"] == "Titre nouveau"
    assert [each.title for each in work.texts()] == ["Titre en vigueur"]
    assert work.texts()[0].effective_until is None
    again = work.client.post(at("unschedule", text.pk), follow=True)
    assert "déjà annulée" in words(again)


def test_cancelling_over_a_draft_asks_which_words_stay(work):
    schedule(work)
    text = work.texts()[-1]
    work.begin()
    work.type(title="Un brouillon plus récent")

    unseen = work.client.post(at("unschedule", text.pk), {"replaced": ""}, follow=True)
    assert "dites lequel" in words(unseen)
    assert work.draft().typed["title"] == "Un brouillon plus récent"
    assert len(work.texts()) == 2

    work.post("unschedule", text.pk, keep="draft")
    assert work.draft().typed["title"] == "Un brouillon plus récent"
    assert len(work.texts()) == 1


def test_cancelling_may_replace_the_draft(work):
    schedule(work)
    work.begin()

    work.post("unschedule", work.texts()[-1].pk, replaced=work.draft().version)

    assert work.draft().typed["title"] == "Titre nouveau"
    assert ProposalDraft.objects.count() == 1


def test_what_is_in_force_is_not_cancelled(work):
    work.publish()

    response = work.client.post(at("unschedule", work.texts()[-1].pk), follow=True)

    assert "déjà en vigueur" in words(response)
    assert len(work.texts()) == 2
    assert work.draft() is None


def test_what_is_scheduled_is_published_now(work):
    schedule(work, reason="À temps.")
    pk = work.texts()[-1].pk

    response = work.client.post(at("publish_scheduled", pk), follow=True)

    assert "Le texte est publié." in words(response)
    assert "</span>Titre nouveau</h1>" in public()
    text = work.texts()[-1]
    assert (len(work.texts()), text.effective_from, text.reason) == (2, NOW, "À temps.")
    again = work.client.post(at("publish_scheduled", pk), follow=True)
    assert "plus programmée" in words(again)
    assert len(work.texts()) == 2


@pytest.fixture
def two(work):
    """Curators read that a text is scheduled, and another one after it."""
    schedule(work, day="2026-12-10")
    work.begin()
    work.type(title="Titre suivant")
    schedule(work, day="2026-12-20")
    return work.texts()[1:]


def told_titles(work):
    texts = work.texts()
    ends = [each.effective_until for each in texts]
    assert ends == [each.effective_from for each in texts[1:]] + [None]
    return [each.title for each in texts]


def test_a_text_read_before_the_next_one_was_cancelled_leaves_no_end(work, two):
    first, second = two
    cancel_scheduled(second, by=None)

    cancel_scheduled(first, by=None)

    assert told_titles(work) == ["Titre en vigueur"]


def test_a_text_read_before_the_next_one_was_scheduled_leaves_the_texts_in_a_row(work):
    schedule(work, day="2026-12-10")
    first = work.texts()[-1]
    work.begin()
    work.type(title="Titre suivant")
    schedule(work, day="2026-12-20")

    cancel_scheduled(first, by=None)

    assert told_titles(work) == ["Titre en vigueur", "Titre suivant"]


@pytest.mark.parametrize(
    "act",
    [
        lambda text: cancel_scheduled(text, by=None),
        lambda text: publish_now(text, by=None),
        lambda text: return_to_draft(text, by=None, replaced=""),
    ],
)
def test_the_second_who_cancels_is_told_and_the_text_scheduled_meanwhile_stays(work, act):
    schedule(work)
    text = work.texts()[-1]
    return_to_draft(text, by=work.person, replaced="")
    schedule(work)

    with pytest.raises(ValidationError, match="n’est plus programmée"):
        act(text)

    assert told_titles(work) == ["Titre en vigueur", "Titre nouveau"]
    assert work.draft() is None


def test_scheduled_text_of_another_proposition_is_not_reached(work):
    schedule(work)
    other = Proposal.objects.create(number=6, position=6)

    work.client.post(at("unschedule", work.texts()[-1].pk, number=6))
    work.client.post(at("publish_scheduled", work.texts()[-1].pk, number=6))

    assert [each.title for each in work.texts()] == ["Titre en vigueur", "Titre nouveau"]
    assert other.texts.count() == 0


def test_publishing_before_a_scheduled_text_ends_with_it(work):
    schedule(work)
    work.begin()
    work.type(title="Entre les deux")
    assert "il prendra la place de celui-ci le 24 décembre 2026" in words(work.get("publish"))

    work.publish()

    titles = [(each.title, each.effective_until) for each in work.texts()]
    then = datetime(2026, 12, 24, 17, 30, tzinfo=UTC)
    assert titles == [("Titre en vigueur", NOW), ("Entre les deux", then), ("Titre nouveau", None)]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_queries_for_any_number_of_scheduled_texts(
    work, count, django_assert_num_queries
):
    for rank in range(count):
        work.proposal.texts.filter(effective_until=None).update(
            effective_until=NOW + timedelta(days=rank + 1)
        )
        ProposalText.objects.create(
            proposal=work.proposal,
            title=f"Texte {rank}",
            wording="reported",
            source="Weka",
            effective_from=NOW + timedelta(days=rank + 1),
            published_by=curator(),
        )
    work.get("publish")

    with django_assert_num_queries(7):
        work.get("publish")
