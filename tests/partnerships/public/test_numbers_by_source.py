"""Numbers of partnerships beside a name: those of several sources are never added up."""

import re
from html import unescape

import pytest

from partnerships.document.projection import item
from partnerships.models import Provenance
from partnerships.registry.facets.held import HELD, rebuild_facets
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.partnerships.public.on_maps import LINK, plain, seat, text_of

pytestmark = pytest.mark.django_db
OF_EACH = {Provenance.DECLARED: 1, Provenance.SOURCED: 2, Provenance.DEMONSTRATION: 1}
MIXED = "1 partenariat déclaré, 2 repris et 1 fictif"


@pytest.fixture(params=["sql", "sets"])
def mixed(request, lille, turin):
    """Four partnerships of Lille and Turin, of three sources; « sets »: counted by sets."""
    ProposalFactory(number=5)
    carried = [item(proposal=5, statement="Ici.")]
    rows = [
        published([lille], [turin], provenance=each, contributions=carried, title="Échanges")
        for each, count in OF_EACH.items()
        for _time in range(count)
    ]
    if request.param == "sets":
        request.getfixturevalue("facet_sets")
        rebuild_facets()
        assert HELD.now() is not None
    return rows


@pytest.mark.parametrize(
    "address",
    [
        "/pays/",
        "/collectivites/",
        "/collectivites/?q=lille",
        "/collectivites/?lettre=l",
        "/recherche/?q=italie",
        "/recherche/?q=turin",
        "/recherche/?q=nord",
        "/recherche/?q=lille",
        "/registre/?q=zzz&region=32",
    ],
)
def test_lists_say_the_number_of_each_source(client, mixed, address):
    text = plain(client.get(address))

    assert MIXED in text
    assert "4 partenariats" not in text


def test_suggestions_say_it_too(client, mixed):
    found = client.get("/recherche/suggestions/", {"q": "lill"}).json()["found"]

    assert MIXED in found[0]["detail"].replace("\u202f", " ")


def test_a_proposition_found_says_how_it_is_carried(client, mixed):
    text = plain(client.get("/recherche/?q=proposition+5"))

    assert "partenariats : 3 déclarés, 1 de démonstration" in text


def test_a_partnership_says_it_of_its_parties_and_of_what_is_around(client, lille, turin, mixed):
    text = plain(client.get(mixed[0].get_absolute_url()))

    assert text.count(MIXED) == 3
    assert f"{MIXED} du Nord avec l’Italie" in text


def test_profiles_say_it_in_each_list(client, lille, mixed):
    roubaix = seat("Roubaix", (50.69, 3.17))
    short = "1 déclaré, 2 repris, 1 fictif"

    for address in ("/regions/32/", "/departements/59/", roubaix.get_absolute_url()):
        text = plain(client.get(address))
        assert f"Lille {short}" in text, address
    assert f"{short} en 20" in plain(client.get("/regions/32/"))


def test_maps_of_places_count_one_source(client, lille, mixed):
    roubaix = seat("Roubaix", (50.69, 3.17))

    for address in ("/regions/32/", roubaix.get_absolute_url()):
        response = client.get(address)
        labels = [unescape(label) for _address, label in LINK.findall(text_of(response))]
        assert [re.sub(r"\s", " ", label) for label in labels] == ["Lille : 2 partenariats"]
        assert "repris de sources publiques, non déclarés" in plain(response)


def test_a_place_whose_source_is_alone_says_plain_numbers(client, lille, turin):
    for _time in range(2):
        published([lille], [turin], provenance=Provenance.SOURCED)

    text = plain(client.get("/regions/32/"))

    assert "Lille 2" in text
    assert "1 collectivité placée sur 1." in text


def test_authorities_without_the_source_of_the_map_are_not_on_it(client, lille, arras, turin):
    for _time in range(2):
        published([lille], [turin], provenance=Provenance.SOURCED)
    published([arras], [turin])

    response = client.get("/regions/32/")

    assert "1 collectivité placée sur 1." in plain(response)
    assert len(LINK.findall(text_of(response))) == 1
