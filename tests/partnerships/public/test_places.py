"""Pages of the régions, of the départements and of the overseas collectivities."""

import pytest

from partnerships.cleaning.suspension import suspend_page
from partnerships.models import LocalAuthorityKind, Provenance
from partnerships.registry.facets.held import HELD, rebuild_facets
from tests.factories.accounts import lead_reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
NORD, HAUTS_DE_FRANCE = "/departements/59/", "/regions/32/"
ABSENT = "Cela ne signifie pas qu’il n’y en a pas"


def partner_in(iso2, name):
    return InternationalPartnerFactory(country=CountryFactory(iso2=iso2, name=name))


@pytest.fixture
def lille():
    return LocalAuthorityFactory(name="Lille")


@pytest.fixture
def arras():
    return LocalAuthorityFactory(
        name="Arras", departement=DepartementFactory(code="62", name="Pas-de-Calais")
    )


@pytest.fixture
def registry(lille, arras):
    """Three of Lille, one with Arras; one of Arras alone; one of another région."""
    published([lille], [partner_in("MA", "Maroc")])
    published([lille], [partner_in("DE", "Allemagne")], provenance=Provenance.WIKIDATA)
    published([lille, arras], [partner_in("DE", "Allemagne")], provenance=Provenance.WIKIDATA)
    published([arras], [partner_in("IT", "Italie")], provenance=Provenance.DEMONSTRATION)
    elsewhere = DepartementFactory(code="22", region=RegionFactory(code="53", name="Bretagne"))
    published([LocalAuthorityFactory(departement=elsewhere)], [partner_in("IE", "Irlande")])


def lines(rows):
    return [(row.label, row.count) for row in rows]


@pytest.mark.usefixtures("registry")
def test_a_departement_says_how_many_with_whom_and_from_which_sources(client):
    response = client.get(NORD)
    place, text = response.context["place"], text_of(response)

    assert "1 partenariat déclaré et 2 repris entre 1 collectivité et 2 pays et territoires" in text
    assert lines(place.profile.sources) == [
        ("déclaré par la collectivité", 1),
        ("donnée Wikidata, non déclarée par la collectivité", 2),
    ]
    assert lines(place.countries) == [("Allemagne", 2), ("Maroc", 1)]
    assert [each.name for each in place.authorities] == ["Lille"]
    assert "Par provenance" in text
    assert 'href="/regions/32/"' in text
    assert "Irlande" not in text
    assert len(place.profile.rows) == 3


@pytest.mark.usefixtures("registry")
def test_held_facets_give_the_same_counts(client, lille, facet_sets):
    def texts():
        addresses = [NORD, HAUTS_DE_FRANCE, lille.get_absolute_url()]
        return [text_of(client.get(address)) for address in addresses]

    counted = texts()
    rebuild_facets()
    HELD.__init__()
    assert HELD.now() is not None

    assert texts() == counted


@pytest.mark.usefixtures("registry")
def test_a_region_counts_a_partnership_of_two_departements_once(client):
    response = client.get(HAUTS_DE_FRANCE)
    place, text = response.context["place"], text_of(response)

    assert (
        "1 partenariat déclaré et 2 repris entre 2 collectivités et 2 pays et territoires, "
        "et 1 partenariat fictif" in text
    )
    assert [(each.label, each.numbers) for each in place.authority_lines] == [
        ("Lille", "1 déclaré, 2 repris"),
        ("Arras", "1 repris, 1 fictif"),
    ]
    assert [(each.label, each.numbers) for each in place.departement_lines] == [
        ("Nord (59)", "1 déclaré, 2 repris"),
        ("Pas-de-Calais (62)", "1 repris, 1 fictif"),
    ]
    assert ("démonstration", 1) in lines(place.profile.sources)


@pytest.mark.usefixtures("registry")
def test_numbers_lead_to_what_they_count(client):
    place = client.get(NORD).context["place"]

    for line in [*place.profile.sources, *place.countries]:
        listing = client.get(line.address).context["listing"]
        assert (listing.count, listing.notes) == (line.count, []), line.address
    assert client.get(place.profile.registry_address).context["listing"].count == 3
    listing = client.get(place.authorities_address).context["listing"]
    assert (len(listing.page.rows), listing.count) == (place.authority_count, 1)
    listing = client.get(place.partner_authorities_address).context["listing"]
    assert [row.name for row in listing.page.rows] == ["Lille"]


def test_a_single_source_is_said_in_the_sentence(client, lille):
    published([lille], provenance=Provenance.WIKIDATA)

    text = text_of(client.get(NORD))

    assert "1 partenariat entre 1 collectivité et 1 pays ou territoire<" in text
    assert "Provenance : donnée Wikidata, non déclarée par la collectivité." in text
    assert "Par provenance" not in text


@pytest.mark.parametrize("address", [NORD, HAUTS_DE_FRANCE])
def test_a_place_without_a_partnership_says_that_none_is_known(client, lille, address):
    text = text_of(client.get(address))

    assert "Aucun partenariat connu à ce jour" in text
    assert ABSENT in text
    assert "/donnees/couverture/" in text
    assert "0 partenariat" not in text
    assert "0 collectivité" not in text
    assert "/registre/?" not in text
    assert ">1 collectivité</a>" in text


def test_a_suspended_partnership_counts_nowhere(client, lille):
    row = published([lille], title="Zorglub")
    suspend_page(row, 1, by=lead_reviewer(), reason="Le nom d’une personne y figure.")

    for address in (NORD, HAUTS_DE_FRANCE, lille.get_absolute_url()):
        text = text_of(client.get(address))
        assert ABSENT in text, address
        assert "Zorglub" not in text, address
    assert "<strong>" not in text_of(client.get("/collectivites/", {"q": "Lille"}))


def test_an_overseas_collectivity_has_one_page(client):
    region = RegionFactory(code="987", name="Polynésie française")
    departement = DepartementFactory(code="987", name="Polynésie française", region=region)
    published([LocalAuthorityFactory(name="Papeete", departement=departement)])

    assert client.get("/regions/987/")["Location"] == "/departements/987/"
    text = text_of(client.get("/departements/987/"))

    assert "Collectivité ou territoire d’outre-mer" in text
    assert "/regions/" not in text
    assert "Papeete" in text


def test_a_departement_of_the_code_of_another_region_is_not_its_page(client):
    """Guadeloupe is the région 01, and the Ain is the département 01."""
    guadeloupe = RegionFactory(code="01", name="Guadeloupe")
    DepartementFactory(code="971", name="Guadeloupe", region=guadeloupe)
    DepartementFactory(code="01", name="Ain", region=RegionFactory(code="84", name="Alpes"))

    assert "Guadeloupe</h1>" in text_of(client.get("/regions/01/"))
    assert "Ain</h1>" in text_of(client.get("/departements/01/"))


def test_the_code_of_corsica_is_read_in_any_case(client):
    DepartementFactory(code="2A", name="Corse-du-Sud", region=RegionFactory(code="94"))

    assert client.get("/departements/2a/")["Location"] == "/departements/2A/"
    assert client.get("/departements/2A/").status_code == 200


def test_long_lists_are_cut_and_lead_to_the_rest(client):
    for rank in range(12):
        town = LocalAuthorityFactory(name=f"Ville {rank}")
        published([town], [partner_in(f"{chr(65 + rank)}Q", f"Pays {rank}")])

    response = client.get(NORD)
    place, text = response.context["place"], text_of(response)

    assert (len(place.authorities), len(place.first_countries)) == (10, 10)
    assert "Les 12 collectivités qui ont un partenariat" in text
    assert "Les 2 autres" in text
    assert "Pays 9" in text


def test_an_authority_says_how_many_and_where(client, lille, arras):
    published([lille], [partner_in("MA", "Maroc")])
    published([lille], [partner_in("DE", "Allemagne")], provenance=Provenance.WIKIDATA)
    published([LocalAuthorityFactory(name="Roubaix")])
    published([arras])

    text = text_of(client.get(lille.get_absolute_url()))

    assert "1 partenariat déclaré et 1 repris, dans 2 pays et territoires" in text
    assert "Par provenance" in text
    assert ABSENT not in text
    assert 'href="/departements/59/"' in text
    assert 'href="/regions/32/"' in text
    assert "Roubaix" in text
    assert "Arras" not in text


def test_an_authority_without_a_partnership_is_invited_to_declare(client, lille):
    text = text_of(client.get(lille.get_absolute_url()))

    assert "On ne lui connaît pas encore de partenariat" in text
    assert "Déclarer un partenariat de cette collectivité" in text
    assert f"?authority={lille.key}" in text
    assert "0 partenariat" not in text
    assert "/collectivites/?q=Lille" in text


def test_a_dissolved_authority_is_not_invited(client):
    closed = LocalAuthorityFactory(closed_on="2025-01-01")

    text = text_of(client.get(closed.get_absolute_url()))

    assert "On ne lui connaît pas encore de partenariat" in text
    assert "Déclarer un partenariat" not in text


def test_an_authority_of_no_departement_has_neighbours_of_its_region(client, lille):
    published([lille])
    region = LocalAuthorityFactory(
        key="r32",
        insee_code="",
        name="Hauts-de-France (région)",
        kind=LocalAuthorityKind.REGION,
        departement=None,
        region=lille.region,
    )

    text = text_of(client.get(region.get_absolute_url()))

    assert "de la même région, Hauts-de-France," in text
    assert f'href="{lille.get_absolute_url()}"' in text


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(
    ("address", "expected"), [(NORD, 20), (HAUTS_DE_FRANCE, 22), ("/departements/62/", 3)]
)
def test_a_place_costs_the_same_whatever_it_holds(
    client, arras, django_assert_num_queries, address, expected, count
):
    for rank in range(count):
        published(partners=[partner_in(f"{chr(65 + rank // 10)}{rank % 10}", f"Pays {rank}")])

    with django_assert_num_queries(expected):
        client.get(address)


@pytest.mark.parametrize("count", [3, 30])
def test_an_authority_without_a_partnership_costs_the_same_whatever_its_neighbours(
    client, lille, django_assert_num_queries, count
):
    for _rank in range(count):
        published(partners=[partner_in("MA", "Maroc")])

    with django_assert_num_queries(7):
        client.get(lille.get_absolute_url())
