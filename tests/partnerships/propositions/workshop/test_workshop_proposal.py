"""The page of a proposition in the workshop."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.models import (
    Evidence,
    EvidenceKind,
    ProgressNote,
    ProposalDraft,
    ProposalRelation,
    Wording,
)
from proposals.progress import record_note
from proposals.publishing import end_text, publish_text
from tests.factories.accounts import UserFactory, curator
from tests.factories.lists import GoalFactory, ProposalFactory, ThemeFactory
from tests.factories.roles import text_of
from tests.partnerships.propositions.curated import IllustrationFactory, complete, note

pytestmark = pytest.mark.django_db
WORKSHOP = reverse("proposals:workshop")
TOMORROW = timezone.now() + timedelta(days=1)
YESTERDAY = timezone.now() - timedelta(days=1)


@pytest.fixture(autouse=True)
def _signed_in(client):
    client.force_login(curator())


def one(client, number=5):
    return client.get(reverse("proposals:workshop_proposal", args=[number]))


def test_one_proposition_shows_all_of_it(client):
    proposal = ProposalFactory(number=5, title="Un label", summary="Pour les territoires")
    other, third = ProposalFactory(number=6, title="Six"), ProposalFactory(number=4, title="Quatre")
    ThemeFactory(name="Eau").proposals.add(proposal)
    GoalFactory(number=11, title="Villes").proposals.add(proposal)
    ProposalRelation.objects.create(proposal=proposal, kind="completes", other=other)
    ProposalRelation.objects.create(proposal=third, kind="depends_on", other=proposal)
    IllustrationFactory(proposal=proposal, credit="Ville de Lille")
    note(proposal)
    publish_text(proposal, {**proposal.text.content, "title": "Demain"}, by=None, at=TOMORROW)
    ProposalDraft.objects.create(proposal=proposal, written_by=UserFactory(last_name="Durand"))

    text = text_of(one(client))

    for words in (
        "5. Un label",
        "Pour les territoires",
        "Eau",
        "11. Villes",
        "6. Six",
        "4. Quatre",
        "dépend de la 5",
        "Crédit : Ville de Lille",
        "Un label est né.",
        "« Demain »",
        "Durand",
    ):
        assert words in text, words
    for name in ("workshop_illustration", "workshop_settings"):
        assert reverse(f"proposals:{name}", args=[5]) in text
    assert f'href="{proposal.get_absolute_url()}"' in text


def test_one_proposition_leads_to_its_neighbours(client):
    for number in (1, 5, 20):
        ProposalFactory(number=number)

    assert one(client, 1).context["previous_url"] == 0
    assert one(client, 5).context["previous_url"].endswith("/atelier/1/")
    assert one(client, 5).context["next_url"].endswith("/atelier/20/")
    assert one(client, 20).context["next_url"] == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"wording": Wording.WORKING}, "ne montre pas les formulations de travail"),
        ({"published_from": TOMORROW}, "hors de sa période de publication"),
        ({"published_until": YESTERDAY}, "hors de sa période de publication"),
    ],
)
def test_one_proposition_says_why_nobody_sees_it(client, fields, words):
    proposal = ProposalFactory(number=5, **fields)

    text = text_of(one(client))

    assert words in text
    assert f'href="{proposal.get_absolute_url()}"' not in text


def test_one_proposition_without_a_text_says_so(client):
    end_text(ProposalFactory(number=5))

    text = text_of(one(client))

    assert "n’a pas de texte" in text
    assert "Sans texte" in text


@pytest.mark.parametrize("number", [0, 6, 21, 10**12])
def test_an_unknown_proposition_is_not_found(client, number):
    ProposalFactory(number=5)

    assert one(client, number).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_one_proposition_asks_the_same_queries_whatever_it_is_linked_to(
    client, count, django_assert_num_queries
):
    proposal = complete(5)
    for number in range(6, 6 + count):
        other = ProposalFactory(number=number)
        ProposalRelation.objects.create(proposal=proposal, kind="completes", other=other)
        ProposalRelation.objects.create(proposal=other, kind="completes", other=proposal)
        ThemeFactory(slug=f"theme-{number}").proposals.add(proposal)
        record_note(
            ProgressNote(
                proposal=proposal,
                on=date(2020, 1, 1),
                text="Un pas",
                written_by=UserFactory(),
            ),
            [Evidence(kind=EvidenceKind.LINK, url="https://example.org/", on=date(2020, 1, 1))],
        )

    with django_assert_num_queries(17):
        one(client)
