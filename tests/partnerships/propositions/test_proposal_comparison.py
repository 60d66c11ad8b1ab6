"""The propositions side by side: sorted, as CSV, as a picture."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import Provenance
from partnerships.pages.propositions.proposal_comparison_page import (
    COLUMNS,
    ProposalComparisonPage,
)
from proposals.models import Proposal, Wording
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.partnerships.propositions.notes import link, note_on
from tests.partnerships.propositions.pages import plain
from tests.proposals.test_proposal import contribution

pytestmark = pytest.mark.django_db
COMPARISON = reverse("proposals:proposal_comparison")


def file(client, end):
    return client.get(reverse("proposals:proposal_comparison_file", args=[end]))


@pytest.fixture
def three():
    """1: reported, nothing known; 2: reported, carried; 3: of the report, followed."""
    review = timezone.localdate() + timedelta(days=30)
    ProposalFactory(number=1, title="Première", wording=Wording.REPORTED)
    second = ProposalFactory(number=2, title="Deuxième")
    third = ProposalFactory(
        number=3, title="Troisième", wording=Wording.OFFICIAL, source="Rapport", source_page=80
    )
    published(contributions=[contribution(second)])
    note_on(third, link(), on=date(2024, 5, 2), next_review=review)


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("", [1, 2, 3]),
        ("numero", [1, 2, 3]),
        ("-numero", [3, 2, 1]),
        ("formulation", [3, 1, 2]),
        ("-formulation", [1, 2, 3]),
        ("avancement", [3, 1, 2]),
        ("-partenariats", [2, 1, 3]),
        ("preuve", [3, 1, 2]),
        ("-point", [3, 1, 2]),
        ("autre", [1, 2, 3]),
        ("-", [1, 2, 3]),
    ],
)
def test_the_table_is_sorted_by_what_is_asked_and_unknown_ones_are_last(
    client, three, sort, numbers
):
    response = client.get(COMPARISON, {"tri": sort} if sort else {})

    assert [row.proposal.number for row in response.context["page"].rows] == numbers


def test_each_head_says_how_it_sorts(client, three):
    text = client.get(COMPARISON, {"tri": "-avancement"}).content.decode()

    assert text.count('aria-sort="descending"') == 1
    assert "aria-sort=" not in text.replace('aria-sort="descending"', "")
    assert f'href="{COMPARISON}?tri=avancement"' in text
    assert f'href="{COMPARISON}?tri=preuve"' in text


def test_the_page_says_what_is_known_with_the_origin_of_words(client, three):
    text = plain(client.get(COMPARISON))

    for known in ("texte du rapport, page 80", "rapportée", "1 déclaré", "engagée", "2 mai 2024"):
        assert known in text
    assert "(passé)" not in text


def test_a_review_that_is_late_says_so(client, monkeypatch):
    today = timezone.localdate()
    note_on(ProposalFactory(number=5), next_review=today + timedelta(days=1))
    later = today + timedelta(days=3)
    monkeypatch.setattr(
        "partnerships.pages.propositions.proposal_comparison_page.timezone.localdate",
        lambda: later,
    )

    assert "(passé)" in plain(client.get(COMPARISON))


def test_the_csv_is_the_table_in_the_order_of_the_portal(client, three):
    response = file(client, "csv")

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert {len(row) for row in rows} == {13}
    assert rows[1][2] == "formulation rapportée, pas le texte du rapport"
    assert rows[2][8] == "1"
    assert rows[3][2:5] == ["texte du rapport", "Rapport", "80"]
    assert rows[3][10] == "2024-05-02"
    assert rows[3][12].endswith("/propositions/3/")
    assert "attachment" in response["Content-Disposition"]


def test_a_title_is_no_formula(client):
    ProposalFactory(number=5, title="=1+1")

    assert ";=1+1" not in file(client, "csv").content.decode()


def test_the_picture_says_the_origin_of_each_title(client, three):
    svg = file(client, "svg").content.decode()

    for text in ("Première", "Deuxième", "Troisième", "rapportée", "texte du rapport", "Engagée"):
        assert text in svg
    assert svg.count(">rapportée<") == 2
    assert file(client, "png").content.startswith(b"\x89PNG")


def test_the_picture_gives_each_count_a_line(client, three):
    published(
        contributions=[contribution(Proposal.objects.get(number=2))],
        provenance=Provenance.DEMONSTRATION,
    )

    svg = file(client, "svg").content.decode()

    assert ">1 déclaré<" in svg
    assert ">1 de démonstration<" in svg


def test_markup_in_a_title_stays_text(client):
    ProposalFactory(number=5, title="<script>alert(1)</script> & ]]>")

    for end in ("svg", "png"):
        assert file(client, end).status_code == 200
    assert "<script>alert" not in file(client, "svg").content.decode()


def test_other_files_are_not_found(client, three):
    assert file(client, "pdf").status_code == 404


def test_working_titles_are_hidden_in_service_everywhere(client):
    ProposalFactory(number=9, title="Titre provisoire", wording=Wording.WORKING)

    for response in (client.get(COMPARISON), file(client, "csv"), file(client, "svg")):
        assert "Titre provisoire" not in response.content.decode()
    assert "Aucune proposition n’est visible" in plain(client.get(COMPARISON))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_comparison_asks_the_same_queries_for_any_number_of_rows(
    client, rows, django_assert_num_queries
):
    for number in range(1, rows + 1):
        proposal = ProposalFactory(number=number)
        published(contributions=[contribution(proposal)])
        note_on(proposal)

    with django_assert_num_queries(5):
        client.get(COMPARISON)


@given(st.one_of(st.text(), st.sampled_from([*COLUMNS])))
def test_any_text_sorts_or_is_ignored(sort):
    page = ProposalComparisonPage(sort)

    assert page.sort in {"", *(f"{sign}{name}" for name in COLUMNS for sign in ("", "-"))}
