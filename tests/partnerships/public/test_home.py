"""The home page: declarations, figures of data alone, what is not covered, the propositions."""

import re
from html import unescape

import pytest
from django.urls import reverse

from partnerships.models import Provenance
from proposals.models import Progress, Wording
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory, ProposalFactory
from tests.factories.partnerships import published
from tests.partnerships.public.on_maps import assert_links_count, plain, seat, town

pytestmark = pytest.mark.django_db
HOME = reverse("portal:home")
FIGURE = re.compile(r'<a class="portal-figure" href="([^"]+)">(.*?)</a>', re.DOTALL)


def titles(client):
    return [row.title for row in client.get(HOME).context["page"].declared]


def figures(client):
    """[(words of a figure, its address)]."""
    return [
        (" ".join(re.sub(r"<[^>]+>", " ", inner).replace("\u202f", " ").split()), unescape(address))
        for address, inner in FIGURE.findall(text_of(client.get(HOME)))
    ]


def test_a_bulk_import_is_no_news(client):
    published(title="Eau partagée")
    for number in range(7):
        published(title=f"Jumelage {number}", provenance=Provenance.WIKIDATA)
    published(title="Attesté", provenance=Provenance.SOURCED)

    assert titles(client) == ["Eau partagée"]
    assert "Attesté" not in plain(client.get(HOME))


@pytest.mark.parametrize("is_demonstration", [False, True])
def test_fictitious_declarations_show_on_a_demonstration_alone(client, settings, is_demonstration):
    settings.DEMONSTRATION = is_demonstration
    published(title="Inventé", provenance=Provenance.DEMONSTRATION)

    assert titles(client) == ["Inventé"] * is_demonstration
    assert ("Inventé" in plain(client.get(HOME))) == is_demonstration
    if is_demonstration:
        assert 'fr-badge--no-icon">démonstration</span>' in text_of(client.get(HOME))


def test_where_nothing_is_declared_what_a_source_attests_is_to_read(client):
    published(title="Jumelage", provenance=Provenance.WIKIDATA)
    published(title="Cartographie partagée", provenance=Provenance.SOURCED)

    text = plain(client.get(HOME))

    assert "attestées par une source publique" in text
    assert "Cartographie partagée" in text
    assert "Aucune collectivité n’a encore déclaré de partenariat ici" in text


def test_declared_and_imported_are_never_summed(client):
    published()
    for source in (Provenance.WIKIDATA, Provenance.WIKIDATA, Provenance.SOURCED):
        published(provenance=source)

    first, *_others = figures(client)

    assert first[0] == (
        "1 partenariat déclaré après instruction par le ministère ; "
        "à part, 3 repris de sources publiques"
    )
    response = client.get(HOME)
    text = plain(response)
    assert "3 partenariats repris de sources publiques dans" in text
    assert "À part : 1 déclaré par sa collectivité" in text
    assert "4 partenariats" not in text
    assert "1 partenariat déclaré et 3 repris," in response.context["metadata"].description


def test_imported_figures_say_that_nothing_is_declared(client):
    published(provenance=Provenance.WIKIDATA)

    assert figures(client)[0][0] == (
        "1 partenariat repris de Wikidata et d’autres sources publiques ; "
        "aucun n’est déclaré par sa collectivité"
    )


def test_fictitious_partnerships_are_no_data(client):
    morocco, mali = CountryFactory(iso2="MA"), CountryFactory(iso2="ML", name="Mali")
    lille = seat("Lille", (50.6, 3.1))
    published([lille], [town("Oujda", morocco, (34.7, -1.9))], provenance=Provenance.WIKIDATA)
    for number in range(2):
        published(
            [seat(f"Valombre {number}", (47.0, 3.0))],
            [town(f"Gao {number}", mali, (16.3, 0.0))],
            provenance=Provenance.DEMONSTRATION,
        )

    response = client.get(HOME)

    counted = [words.split()[0] for words, _address in figures(client)]
    assert counted == ["1", "1", "1", "1"]
    address = figures(client)[0][1]
    assert client.get(address).context["listing"].count == 1
    text = plain(response)
    assert "1 partenariat connu dans 1 pays" in text
    assert "ne comptent pas 2 fiches fictives de démonstration" in text
    assert "Mali" not in assert_links_count(client, text_of(response))


def test_figures_of_fiction_alone_say_that_it_is_fiction(client):
    published(provenance=Provenance.DEMONSTRATION)

    assert figures(client)[0][0] == "1 partenariat fictif pour montrer le portail"
    assert "1 partenariat fictif, de démonstration dans 1 pays" in plain(client.get(HOME))


@pytest.mark.parametrize("rows", [1, 3])
def test_fiction_costs_the_same_queries_whatever_there_is(client, django_assert_num_queries, rows):
    for _number in range(rows):
        published(provenance=Provenance.DEMONSTRATION)
        published()

    with django_assert_num_queries(23):
        client.get(HOME)


def test_the_page_says_what_it_does_not_cover_and_when(client):
    published(provenance=Provenance.WIKIDATA)

    text = text_of(client.get(HOME))

    assert "Ce registre n’est pas complet." in text
    assert "une collectivité absente peut très bien coopérer" in text
    assert re.search(r"État au \d+(er)? \w+ 20\d\d\.", text)
    assert f'href="{reverse("partnerships:coverage")}"' in text


def test_propositions_say_where_their_words_come_from_by_a_square(client, settings):
    settings.PROPOSALS_SHOW_WORKING = True
    for number, wording in enumerate((Wording.REPORTED, Wording.WORKING, Wording.WORKING), 1):
        ProposalFactory(number=number, wording=wording)

    text = text_of(client.get(HOME))

    assert text.count("wording-mark--reported") == 2
    assert text.count("wording-mark--working") == 3
    assert f"{Wording.WORKING.label} : 2" in plain(client.get(HOME))
    assert text.count(f'<span class="fr-sr-only"> ({Wording.WORKING.label})</span>') == 2


def test_propositions_show_what_is_known_of_them_alone(client):
    ProposalFactory(number=1)
    ProposalFactory(number=2, progress=Progress.UNDER_WAY)
    statement = {"uuid": "1" * 32, "proposal": 2, "statement": "Ici."}
    published(contributions=[statement])

    text = text_of(client.get(HOME))

    assert text.count("proposal-item__facts") == 1
    assert "vancement non renseigné" not in text
    assert plain(client.get(HOME)).count("Engagée · partenariats : 1 déclaré") == 1


@pytest.mark.parametrize("name", ["portal:home", "partnerships:figures", "partnerships:registry"])
def test_first_pages_lead_to_the_comparison(client, name):
    published()

    assert f'href="{reverse("partnerships:comparison")}"' in text_of(client.get(reverse(name)))
