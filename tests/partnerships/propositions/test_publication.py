"""Publishing a text: checked, compared, once, now or at an hour of Paris; what is scheduled."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from proposals.models import Proposal, ProposalDraft, ProposalText
from tests.factories.accounts import curator
from tests.partnerships.propositions.curating import (
    OFFICIAL,
    Curating,
    at,
    client_of,
    words,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    move_clock(monkeypatch, NOW)


def move_clock(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def work():
    work = Curating(title="Titre en vigueur", body="Un corps.")
    work.begin()
    work.type(title="Titre nouveau")
    return work


def public(address="/propositions/5/"):
    return Client().get(address).content.decode()


def schedule(work, day="2026-12-24", hour="18:30", **data):
    return work.publish(when="later", day=day, hour=hour, **data)


def test_page_shows_what_changes_and_nothing_is_public(work):
    page = words(work.get("publish"))

    assert "Titre retiré : en vigueur ajouté : nouveau" in page
    assert "Brouillon écrit par Anne Curie" in page
    assert "Titre nouveau" not in public()


def test_text_is_published_at_once(work):
    response = work.client.post(
        at("publish"), {"version": work.draft().version, "when": "now"}, follow=True
    )

    page = words(response)
    assert "Le texte est publié." in page
    assert "Vu par tous : la page publique" in page
    assert 'href="/propositions/5/"' in response.content.decode()
    assert "<h1>Titre nouveau</h1>" in public()
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
    assert "<h1>Titre en vigueur</h1>" in public()
    move_clock(monkeypatch, datetime(2026, 12, 24, 17, 30, tzinfo=UTC))
    assert "<h1>Titre nouveau</h1>" in public()
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
    assert "<h1>Titre nouveau</h1>" in public()
    text = work.texts()[-1]
    assert (len(work.texts()), text.effective_from, text.reason) == (2, NOW, "À temps.")
    again = work.client.post(at("publish_scheduled", pk), follow=True)
    assert "plus programmée" in words(again)
    assert len(work.texts()) == 2


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

    with django_assert_num_queries(8):
        work.get("publish")
