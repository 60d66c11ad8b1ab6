"""The workshop: the twenty at a glance, and the page of one of them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Facet, FacetCount
from partnerships.pages.propositions.workshop.overview_page import COLUMNS, Task
from partnerships.publication.contribution_values import DECLARED, contribution_value
from proposals.models import (
    Proposal,
    ProposalDraft,
    Wording,
)
from proposals.progress import next_reviews
from proposals.publishing import end_text, publish_text
from tests.factories.accounts import UserFactory, curator
from tests.factories.lists import ProposalFactory
from tests.factories.roles import text_of
from tests.partnerships.propositions.curated import IllustrationFactory, complete, note

pytestmark = pytest.mark.django_db
WORKSHOP = reverse("proposals:workshop")
TOMORROW = timezone.now() + timedelta(days=1)
YESTERDAY = timezone.now() - timedelta(days=1)


@pytest.fixture(autouse=True)
def _signed_in(client):
    client.force_login(curator())


def overview(client, sort=""):
    return client.get(WORKSHOP, {"tri": sort} if sort else {})


def rows(client, sort=""):
    return overview(client, sort).context["page"].rows


def row(client, number):
    return next(each for each in rows(client) if each.number == number)


def test_overview_says_how_many_lack_the_official_text(client):
    complete(1)
    ProposalFactory(number=2)
    assert "1 proposition n’a pas le texte officiel" in text_of(overview(client))

    ProposalFactory(number=3, wording=Wording.WORKING)
    assert "2 propositions n’ont pas le texte officiel" in text_of(overview(client))


def test_overview_without_a_lack_has_no_banner(client):
    complete(1)

    text = text_of(overview(client))

    assert "le texte officiel" not in text
    assert "Rien ne presse" in text


def carry(number, count):
    """Counts partnerships that declare they carry a proposition."""
    value = contribution_value(number, DECLARED)
    FacetCount.objects.create(facet=Facet.CONTRIBUTION, value=value, count=count)


def test_overview_without_a_proposition_says_how_to_have_them(client):
    assert "load_proposals" in text_of(overview(client))


def test_overview_shows_what_a_proposition_is(client):
    proposal = ProposalFactory(number=5, title="Un label", source="Weka, 31 juillet 2018")
    note(proposal, next_review=date(2020, 9, 1))
    publish_text(proposal, {**proposal.text.content, "title": "Demain"}, by=None, at=TOMORROW)
    ProposalDraft.objects.create(proposal=proposal, typed={"title": "Brouillon secret"})
    Proposal.objects.update(published_until=YESTERDAY)
    carry(5, 1234)

    text = text_of(overview(client))

    for words in (
        "5. Un label",
        "rapportée",
        "Weka, 31 juillet 2018",
        "5 mars 2020",
        "Engagée",
        "1er septembre 2020",
        "à faire",
        "texte programmé le",
        "brouillon",
        "hors de sa période de publication",
    ):
        assert words in text, words
    assert "1\u202f234 déclarés" in text.replace("\u00a0", "\u202f")
    assert "Demain" not in text


@pytest.mark.parametrize(
    ("change", "task"),
    [
        (lambda p: end_text(p), Task.WRITE),
        (lambda p: note(p, next_review=timezone.localdate()), Task.REVIEW),
        (lambda p: ProposalDraft.objects.create(proposal=p), Task.RESUME),
        (
            lambda p: publish_text(
                p, {**p.text.content, "wording": Wording.REPORTED}, by=None, reason="x"
            ),
            Task.OFFICIAL,
        ),
        (lambda p: p.notes.all().delete(), Task.FOLLOW),
        (lambda p: p.illustration.delete(), Task.ILLUSTRATE),
        (lambda p: p.themes.clear(), Task.LINK),
        (lambda p: note(p, next_review=timezone.localdate() + timedelta(days=1)), Task.NOTHING),
    ],
)
def test_overview_says_what_to_do_first(client, change, task):
    change(complete(5))

    assert row(client, 5).task == task


def test_a_withdrawn_note_is_no_note(client):
    proposal = complete(5)
    proposal.notes.update(
        withdrawn_at=timezone.now(), withdrawal_reason="Erreur", next_review=date(2020, 1, 1)
    )

    assert row(client, 5).last_note is None
    assert row(client, 5).next_review is None
    assert row(client, 5).missing == ["point d’avancement"]


def test_the_next_review_is_the_one_that_is_recalled(client):
    """A later note without a review has done the one before."""
    proposal = complete(5)
    note(proposal, date(2021, 1, 1), next_review=date(2021, 6, 1))
    assert row(client, 5).next_review == date(2021, 6, 1) == next_reviews()[5]

    note(proposal, date(2021, 2, 1))

    assert row(client, 5).next_review is None
    assert next_reviews() == {}
    assert row(client, 5).last_note.on == date(2021, 2, 1)


def test_overview_begins_with_what_presses_most(client):
    complete(1)
    ProposalFactory(number=2)
    end_text(ProposalFactory(number=3))

    assert [each.number for each in rows(client)] == [3, 2, 1]


def test_overview_is_sorted_by_each_column_both_ways(client):
    first, second = ProposalFactory(number=1, title="Eau"), ProposalFactory(number=2, title="Élan")
    Proposal.objects.filter(pk=first.pk).update(position=9)
    carry(1, 3)
    note(second, next_review=date(2021, 1, 1))
    IllustrationFactory(proposal=second)
    publish_text(second, {**second.text.content, "wording": Wording.WORKING}, by=None)
    third = ProposalFactory(number=3, title="Zone", wording=Wording.OFFICIAL, source_page=2)
    note(third, date(2019, 1, 1), next_review=date(2020, 1, 1))

    expected = {
        "rang": [2, 3, 1],
        "titre": [1, 2, 3],
        "formulation": [3, 1, 2],
        "image": [2, 1, 3],
        "partenariats": [2, 3, 1],
        "point": [3, 2, 1],
        "prochain": [3, 2, 1],
        "manque": [2, 3, 1],
        "a-faire": [2, 3, 1],
    }
    found = {name: [each.number for each in rows(client, name)] for name in COLUMNS}
    backwards = {name: [each.number for each in rows(client, f"-{name}")] for name in COLUMNS}
    assert found == expected
    assert backwards["titre"] == [3, 2, 1]
    # Those without a date stay last.
    assert backwards["prochain"] == [2, 3, 1]


def test_a_heading_says_how_the_table_is_sorted_and_turns_it(client):
    ProposalFactory(number=5)

    text = text_of(overview(client, "titre"))

    assert '<th scope="col" aria-sort="ascending"><a' in text
    assert 'href="?tri=-titre"' in text
    assert 'href="?tri=rang"' in text
    assert 'aria-sort="descending"' in text_of(overview(client, "-titre"))


@pytest.mark.parametrize("sort", ["x", "-", "--titre", "-x", "\x00", "é" * 500])
def test_an_unknown_sort_is_the_first_one(client, sort):
    ProposalFactory(number=5)

    response = overview(client, sort)

    assert response.status_code == 200
    assert response.context["page"].sort.name == "a-faire"


@pytest.mark.parametrize("count", [1, 3])
def test_overview_asks_the_same_queries_for_any_number_of_rows(
    client, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        complete(number)

    with django_assert_num_queries(9):
        overview(client)


def test_the_menu_marks_the_workshop_on_all_of_its_pages(client):
    ProposalFactory(number=5)

    for address in (reverse("proposals:workshop_order"), "/propositions/atelier/5/reglages/"):
        header, _header, _page = text_of(client.get(address)).partition("</header>")
        assert f'href="{WORKSHOP}" aria-current="true"' in header
        assert header.count('aria-current="true"') == 1


def test_curators_find_the_workshop_in_the_menu_and_in_their_space(client):
    for address in (reverse("partnerships:workspace"), reverse("portal:help")):
        text = text_of(client.get(address))
        assert f'href="{WORKSHOP}"' in text

    client.force_login(UserFactory())
    assert f'href="{WORKSHOP}"' not in text_of(client.get(reverse("partnerships:workspace")))
