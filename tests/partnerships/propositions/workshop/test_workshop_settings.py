"""When a proposition is shown, its themes, its goals and its relations."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from proposals.models import Proposal, ProposalRelation, RelationKind
from tests.factories.accounts import UserFactory, curator
from tests.factories.lists import GoalFactory, ProposalFactory, ThemeFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
SETTINGS = reverse("proposals:workshop_settings", args=[5])


@pytest.fixture
def proposal():
    return ProposalFactory(number=5)


@pytest.fixture
def signed_in(client, proposal):
    client.force_login(curator())
    return client


def post(client, **data):
    seen = client.get(SETTINGS).context["seen"]
    return client.post(SETTINGS, {"seen": seen, **data})


def test_all_of_it_is_saved(signed_in, proposal):
    other, third = ProposalFactory(number=6), ProposalFactory(number=7)
    theme, goal = ThemeFactory(), GoalFactory()

    response = post(
        signed_in,
        published_from="2026-07-14T09:30",
        published_until="2027-01-14T09:30",
        themes=theme.pk,
        goals=goal.pk,
        completes=[other.pk, third.pk],
        depends_on=third.pk,
    )

    assert response.url == reverse("proposals:workshop_proposal", args=[5])
    proposal.refresh_from_db()
    # Paris is two hours ahead of UTC in summer, one in winter.
    assert proposal.published_from == datetime(2026, 7, 14, 7, 30, tzinfo=UTC)
    assert proposal.published_until == datetime(2027, 1, 14, 8, 30, tzinfo=UTC)
    assert list(proposal.themes.all()) == [theme]
    assert list(proposal.goals.all()) == [goal]
    relations = set(proposal.relations.values_list("kind", "other__number"))
    assert relations == {("completes", 6), ("completes", 7), ("depends_on", 7)}


def test_what_is_unticked_is_removed(signed_in, proposal):
    ThemeFactory().proposals.add(proposal)
    ProposalRelation.objects.create(
        proposal=proposal, kind=RelationKind.COMPLETES, other=ProposalFactory(number=6)
    )

    post(signed_in)

    assert proposal.themes.count() == 0
    assert proposal.relations.count() == 0


def test_saved_settings_are_shown_again_in_paris_time(signed_in, proposal):
    post(signed_in, published_from="2026-07-14T09:30")

    assert 'value="2026-07-14T09:30"' in text_of(signed_in.get(SETTINGS))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            {"published_from": "2026-07-14T09:30", "published_until": "2026-07-14T09:30"},
            "La fin vient après le début",
        ),
        ({"published_from": "demain"}, "Saisissez une date"),
        # In another time zone, before the first hour of the calendar or after the last one.
        ({"published_from": "0001-01-01T00:00"}, "Saisissez une date"),
        ({"published_until": "9999-12-31T23:59-12:00"}, "Saisissez une date"),
        ({"published_until": "9999-12-31T23:30+00:00"}, "Saisissez une date"),
        # Clocks go from 2 to 3 o'clock.
        ({"published_from": "2027-03-28T02:30"}, "fuseau horaire"),
        ({"themes": "absente"}, "absente"),
        ({"completes": "999999"}, "999999"),
        ({"completes": "9" * 30}, "9" * 30),
        ({"goals": "-" + "9" * 30}, "-" + "9" * 30),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(signed_in, proposal, data, words):
    ThemeFactory()

    response = post(signed_in, **data)

    assert response.status_code == 422
    assert words in text_of(response)
    proposal.refresh_from_db()
    assert proposal.published_from is None
    assert proposal.relations.count() == 0


def test_a_proposition_is_not_linked_to_itself(signed_in, proposal):
    response = post(signed_in, completes=proposal.pk)

    assert response.status_code == 422
    assert proposal.relations.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda p: Proposal.objects.update(published_from=datetime(2026, 1, 1, tzinfo=UTC)),
        lambda p: Proposal.objects.update(published_until=datetime(2026, 1, 1, tzinfo=UTC)),
        lambda p: ThemeFactory(slug="autre").proposals.add(p),
        lambda p: GoalFactory(number=4).proposals.add(p),
        lambda p: ProposalRelation.objects.create(
            proposal=p, kind="completes", other=ProposalFactory(number=6)
        ),
    ],
)
def test_the_second_curator_is_told_and_nothing_is_overwritten(signed_in, proposal, change):
    theme = ThemeFactory()
    seen = signed_in.get(SETTINGS).context["seen"]
    change(proposal)

    response = signed_in.post(SETTINGS, {"seen": seen, "themes": theme.pk})

    assert response.status_code == 422
    assert "Quelqu’un a changé ces réglages" in text_of(response)
    assert theme not in proposal.themes.all()
    # Sent again, what was typed is saved.
    again = {"seen": response.context["seen"], "themes": theme.pk}
    assert signed_in.post(SETTINGS, again).status_code == 302
    assert list(proposal.themes.all()) == [theme]


def test_a_window_is_seen_at_once_by_the_public(signed_in, proposal):
    address = proposal.get_absolute_url()
    assert signed_in.get(address).status_code == 200

    post(signed_in, published_until="2020-01-01T00:00")

    assert signed_in.get(address).status_code == 404


def test_the_history_says_who_changed_the_window(signed_in, proposal):
    post(signed_in, published_from="2026-07-14T09:30")

    assert proposal.history.latest().history_user is not None


@pytest.mark.parametrize("codenames", [[], ["review_dossier"], ["lead_review"]])
def test_only_curators_change_the_settings(client, proposal, codenames):
    client.force_login(UserFactory(codenames=codenames))

    assert client.get(SETTINGS).status_code == 403
    assert client.post(SETTINGS, {"published_from": "2026-07-14T09:30"}).status_code == 403
    proposal.refresh_from_db()
    assert proposal.published_from is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_settings_ask_the_same_queries_for_any_number_of_links(
    signed_in, proposal, count, django_assert_num_queries
):
    for number in range(6, 6 + count):
        other = ProposalFactory(number=number)
        ProposalRelation.objects.create(proposal=proposal, kind="completes", other=other)
        ThemeFactory(slug=f"theme-{number}").proposals.add(proposal)
        GoalFactory(number=number).proposals.add(proposal)

    with django_assert_num_queries(13):
        signed_in.get(SETTINGS)
