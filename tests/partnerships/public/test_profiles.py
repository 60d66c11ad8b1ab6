"""What the pages of authorities, partners, countries and places tell, and what numbers lead to."""

import pytest
from django.utils import timezone

from partnerships.document.projection import item
from partnerships.models import PartnershipKind, Provenance
from partnerships.registry.facets.held import HELD, rebuild_facets
from proposals.models import Wording
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.lists import ProposalFactory, ThemeFactory
from tests.factories.partnerships import published
from tests.partnerships.public.on_maps import plain, town
from tests.partnerships.public.profile_addresses import addresses

pytestmark = pytest.mark.django_db
IMPORTED = {"provenance": Provenance.WIKIDATA, "draft": {"source_text": "Wikidata, 2017"}}
NONE_KNOWN = "Aucune date de début n’est connue"


def profile_at(client, address):
    return client.get(address).context["profile"]


def labels(lines):
    return [(each.label, each.count) for each in lines]


@pytest.fixture(params=["sql", "sets"])
def counted(request):
    """Has a test count its partnerships by SQL, then by sets."""

    def count():
        if request.param == "sets":
            request.getfixturevalue("facet_sets")
            rebuild_facets()
            assert HELD.now() is not None

    return count


def test_filters_of_a_page_lead_to_what_they_count(client, counted, mali, germany):
    water = ThemeFactory(slug="eau", name="eau")
    lille = LocalAuthorityFactory(name="Lille")
    first = published([lille], [town("Gao", mali)], themes=[water.pk], kind="twinning")
    published([lille], [town("Cologne", germany)])
    published([lille], [town("Herten", germany)], kind=PartnershipKind.UNKNOWN)
    counted()

    profile = profile_at(client, lille.get_absolute_url())

    found = {each.label: labels(each.lines) for each in profile.refinements}
    assert found["Continent"] == [("Europe", 2), ("Afrique", 1)]
    assert found["Pays et territoires"] == [("Allemagne", 2), ("Mali", 1)]
    assert found["Thématique"] == [("Eau", 1)]
    assert sorted(found["Type de partenariat"]) == [
        ("Coopération décentralisée conventionnée", 1),
        ("Jumelage", 1),
    ]
    for address in addresses(first):
        profile = profile_at(client, address)
        for line in [
            *(line for each in profile.refinements for line in each.lines),
            *profile.sources,
            *profile.publications,
        ]:
            listing = client.get(line.address).context["listing"]
            assert (listing.count, listing.notes) == (line.count, []), line.address
        assert client.get(profile.figures_address).status_code == 200


def test_a_value_that_all_have_filters_nothing(client, mali):
    row = published(partners=[town("Gao", mali)])

    for address in addresses(row):
        assert profile_at(client, address).refinements == [], address


def test_counts_of_values_tell_the_sources_apart(client, counted):
    row = published(kind="twinning", starts_on="2020")
    parties = row.authorities.all(), row.partners.all()
    alone = profile_at(client, row.lead_authority.get_absolute_url()).refinements
    assert [each for lines in alone for line in lines.lines if (each := line.numbers)] == []
    for provenance in (Provenance.DEMONSTRATION, Provenance.DEMONSTRATION, Provenance.SOURCED):
        published(*parties, kind="twinning", provenance=provenance)
    published(*parties, kind=PartnershipKind.UNKNOWN, provenance=Provenance.SOURCED)
    counted()

    for address in addresses(row):
        response = client.get(address)
        kinds = {each.label: each.lines for each in response.context["profile"].refinements}
        [line] = kinds["Type de partenariat"]
        assert (line.count, line.numbers) == (4, "1 déclaré, 1 repris, 2 fictifs"), address
        assert "Jumelage 1 déclaré, 1 repris, 2 fictifs" in plain(response), address


def test_years_are_those_of_one_source_and_lead_to_what_they_count(client, counted):
    lille, today = LocalAuthorityFactory(), timezone.localdate().year
    row = published([lille], starts_on=str(today - 2))
    published([lille], starts_on=str(today - 1), ends_on=str(today - 1))
    published([lille])
    published([lille], provenance=Provenance.DEMONSTRATION, starts_on=str(today - 9))
    counted()

    for address in addresses(row)[:1] + addresses(row)[3:]:
        response = client.get(address)
        chart = response.context["profile"].years
        assert [(mark.label, mark.value) for mark in chart.marks] == [
            (str(today - 2), 1),
            (str(today - 1), 2),
            (str(today), 1),
        ]
        assert "Partenariats déclarés, en cours chaque année." in plain(response)
        assert "Sans année de début, 1 ne sont pas placés dans le temps." in plain(response)
        for mark in chart.marks:
            assert client.get(mark.address).context["listing"].count == mark.value
        assert NONE_KNOWN not in plain(response)


def test_every_page_draws_its_years_counted_by_sets_too(client, counted):
    today = timezone.localdate().year
    row = published(starts_on=str(today))
    counted()

    for address in addresses(row):
        marks = profile_at(client, address).years.marks
        assert [(each.label, each.value) for each in marks] == [(str(today), 1)], address


def test_fictitious_years_are_drawn_only_alone_and_said_so(client, counted):
    today = timezone.localdate().year
    row = published(provenance=Provenance.DEMONSTRATION, starts_on=str(today))
    counted()
    for address in addresses(row):
        title = profile_at(client, address).years.title
        assert title.endswith(" (partenariats fictifs)"), address

    published(row.authorities.all(), row.partners.all(), provenance=Provenance.SOURCED)
    counted()
    for address in addresses(row)[:1]:
        response = client.get(address)
        assert response.context["profile"].years is None, address
        assert "Seuls des partenariats fictifs ont une date de début" in plain(response)
        assert NONE_KNOWN not in plain(response)


def test_a_page_without_a_date_says_that_none_is_known(client):
    for address in addresses(published()):
        assert NONE_KNOWN in plain(client.get(address)), address


def test_propositions_that_are_not_carried_are_told_apart(client, settings):
    settings.DEMONSTRATION = settings.PROPOSALS_SHOW_WORKING = False
    for number in (5, 6):
        ProposalFactory(number=number, title=f"Titre {number}")
    ProposalFactory(number=12, wording=Wording.WORKING, title="Titre de travail")
    carried = [item(proposal=number, statement="Ici.") for number in (5, 12)]
    row = published(contributions=carried)

    for address in addresses(row):
        response = client.get(address)
        profile = response.context["profile"]
        assert [each.proposal.number for each in profile.proposals] == [5], address
        assert [each.number for each in profile.other_proposals] == [6], address
        assert "1 proposition qu’aucune fiche ne dit porter" in plain(response)
        assert "Titre de travail" not in plain(response)


def test_carried_propositions_are_counted_by_who_says_so(client, counted, mali):
    """What was accepted, what is declared and what is fictitious are never added up."""
    ProposalFactory(number=5, title="Titre 5")
    ProposalFactory(number=6, title="Titre 6")
    lille, gao = LocalAuthorityFactory(name="Lille"), town("Gao", mali)
    said = {"proposal": 5, "statement": "Ici."}
    published([lille], [gao], contributions=[item(**said, accepted_on="2026-03-01")])
    for _rank in range(2):
        published([lille], [gao], contributions=[item(**said)])
    published([lille], [gao], contributions=[item(**said)], provenance=Provenance.DEMONSTRATION)
    published([lille], [gao], contributions=[item(proposal=6, statement="Là.")])
    row = published([lille], [gao])
    counted()

    for address in addresses(row):
        profile = profile_at(client, address)
        told = {each.proposal.number: list(each.count_texts) for each in profile.proposals}
        assert told[5] == ["1 accepté", "2 déclarés", "1 de démonstration"], address
        assert told[6] == ["1 déclaré"], address
        assert "1 accepté · 2 déclarés · 1 de démonstration" in plain(client.get(address))
        found = {
            each.proposal.number: client.get(each.address).context["listing"].count
            for each in profile.proposals
        }
        assert found == {5: 4, 6: 1}, address


def test_a_page_of_no_proposition_says_so(client):
    ProposalFactory(number=5)

    for address in addresses(published()):
        assert "Aucune fiche ne dit porter" in plain(client.get(address)), address


def test_names_alone_are_told_once_and_what_says_more_has_its_row(client, mali):
    lille = LocalAuthorityFactory(name="Lille")
    published([lille], [town("Gao", mali)], title="Jumelage Lille – Gao", **IMPORTED)

    response = client.get(lille.get_absolute_url())

    assert 'class="row"' not in text_of(response)
    assert text_of(response).count(">Gao</a>") == 1
    assert "Reprenez ces fiches au compte de votre collectivité" in plain(response)

    published([lille], [town("Kayes", mali)], title="L’eau de Kayes")
    response = client.get(lille.get_absolute_url())

    assert "Les fiches qui disent plus que deux noms" in plain(response)
    assert text_of(response).count('class="row"') == 1
    assert "L’eau de Kayes" in plain(response)


def test_rows_are_the_last_ones_and_lead_to_the_others(client, mali):
    lille = LocalAuthorityFactory(name="Lille")
    for rank in range(12):
        published([lille], [town(f"Ville {rank}", mali)], title=f"Titre {rank}")

    tables = {lille.get_absolute_url(): 2, "/pays/ML/": 2, "/departements/59/": 0}
    for address, count in tables.items():
        response = client.get(address)
        text = plain(response)
        assert text_of(response).count('class="map-table"') == count, address
        assert text_of(response).count('class="row"') == 10, address
        assert "Titre 11" in text
        assert "Titre 1 " not in text
        assert "12 partenariats dans le registre" in text
        listing = client.get(response.context["profile"].registry_address).context["listing"]
        assert listing.count == 12


def test_summary_of_an_authority_names_its_partners_before_the_map(client, mali):
    lille = LocalAuthorityFactory(name="Lille")
    for rank in range(6):
        published([lille], [town(f"Ville {rank}", mali)])

    text = plain(client.get(lille.get_absolute_url()))

    summary, has_map, _rest = text.split("6 partenariats")[1].partition("Sur la carte")
    assert has_map
    assert summary.count("Ville") == 5
