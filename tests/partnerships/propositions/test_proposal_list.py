"""The list of the twenty: grouped by where their words come from, honest about what is unknown."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from partnerships.models import Provenance
from proposals.models import Wording
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.partnerships.propositions.notes import note_on
from tests.partnerships.propositions.pages import plain
from tests.proposals.test_proposal import contribution

pytestmark = pytest.mark.django_db
LIST = reverse("proposals:proposal_list")


def official(number, **fields):
    return ProposalFactory(
        number=number, wording=Wording.OFFICIAL, source="Le rapport", source_page=80, **fields
    )


def groups(response):
    return [
        (group.title, [row.proposal.number for row in group.rows])
        for group in response.context["page"].groups
    ]


def test_the_twenty_are_grouped_by_origin_the_report_first(client, settings):
    settings.DEMONSTRATION = True
    call_command("load_proposals", verbosity=0)

    assert groups(client.get(LIST)) == [
        ("Sept propositions rapportées", list(range(1, 8))),
        ("Treize titres de travail", list(range(8, 21))),
    ]


def test_the_texts_of_the_report_come_first(client, settings):
    settings.PROPOSALS_SHOW_WORKING = True
    ProposalFactory(number=1)
    ProposalFactory(number=2, wording=Wording.WORKING)
    official(3)

    response = client.get(LIST)

    assert groups(response) == [
        ("Un texte du rapport", [3]),
        ("Une proposition rapportée", [1]),
        ("Un titre de travail", [2]),
    ]
    text = plain(response)
    assert "Texte du rapport saisi ici pour 1 d’entre elles" in text
    assert "dans l’ordre du portail" in text
    assert "17 propositions" not in text
    assert "Dix-sept propositions dont rien n’est connu ici" in text


def test_the_whole_report_says_nothing_of_the_portal(client):
    for number in range(1, 21):
        official(number)

    text = plain(client.get(LIST))

    assert "Leur texte est ici celui du rapport." in text
    for absent in ("Vous avez le rapport", "dans l’ordre du portail", "dont rien n’est connu"):
        assert absent not in text


def test_no_sentence_is_repeated_for_each(client, settings):
    settings.DEMONSTRATION = True
    call_command("load_proposals", verbosity=0)

    text = client.get(LIST).content.decode().partition("<main")[2].partition("</main")[0]

    # What a screen reader is told of a square or a bar stands apart.
    shown = re.sub(r'<span class="fr-sr-only">.*?</span>', "", text)
    for sentence in ("non renseigné", "inconnu", "partenariat connu", "de travail"):
        assert shown.count(sentence) <= 2, sentence


def test_what_is_known_is_told_apart_and_nothing_counts_a_zero(client):
    carried, other = ProposalFactory(number=5), ProposalFactory(number=6)
    for rank in range(2):
        published(title=f"Réel {rank}", contributions=[contribution(carried)])
    published(provenance=Provenance.DEMONSTRATION, contributions=[contribution(carried)])
    note_on(other, progress="refused")

    text = plain(client.get(LIST))

    assert "Partenariats\u202f: 2 déclarés · 1 de démonstration" in text
    assert text.count("Aucun partenariat connu") == 1
    assert "Avancement\u202f: refusée" in text
    assert not re.search(r"\b0 partenariat", text)


def test_the_facts_of_the_report_are_told_once(client):
    ProposalFactory(number=5)

    text = plain(client.get(LIST))

    assert text.count("3 juillet 2018") == 1
    assert text.count("5 juillet 2018") == 1
    assert "5 juillet 2018" not in plain(client.get(reverse("proposals:proposal_detail", args=[5])))


def test_nothing_to_show_says_so(client):
    text = plain(client.get(LIST))

    assert "Aucune proposition n’est visible pour l’instant" in text
    assert "Vingt propositions dont rien n’est connu ici" in text


def test_a_followed_working_title_says_it(client, settings):
    settings.PROPOSALS_SHOW_WORKING = True
    note_on(ProposalFactory(number=12, wording=Wording.WORKING))

    text = plain(client.get(LIST))

    assert "Leur avancement n’est pas suivi" not in text
    assert text.count("Engagée") == 1


def test_who_has_the_report_writes_to_those_who_answer(client, settings):
    settings.PROPOSALS_SHOW_WORKING = True
    ProposalFactory(number=5)
    ProposalFactory(number=9, wording=Wording.WORKING)

    listing = client.get(LIST).content.decode()
    page = client.get(reverse("proposals:proposal_detail", args=[5])).content.decode()

    for text in (listing, page):
        [address] = re.findall(r'href="([^"]+)"[^>]*>Vous avez le rapport', text)[:1]
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_rows(
    client, rows, django_assert_num_queries
):
    for number in range(1, rows + 1):
        proposal = ProposalFactory(number=number)
        published(contributions=[contribution(proposal)])
        note_on(proposal)

    with django_assert_num_queries(3):
        client.get(LIST)
