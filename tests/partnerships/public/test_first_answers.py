"""What pages of the registry tell first: how many partnerships, between whom, from where."""

from itertools import product

import pytest

from partnerships.models import Provenance
from tests.factories.authorities import MemberFactory
from tests.factories.filling import text_of
from tests.factories.partnerships import published
from tests.partnerships.public.on_maps import NAME, plain, seat, town

pytestmark = pytest.mark.django_db

WIKIDATA, DEMONSTRATION = Provenance.WIKIDATA, Provenance.DEMONSTRATION


@pytest.fixture
def of_three_origins(lille, mali):
    gao = town("Gao", mali)
    published([lille], [gao])
    published([lille], [gao], provenance=WIKIDATA)
    published([seat("Arras")], [gao], provenance=WIKIDATA)
    published([seat("Hauterive")], [gao], provenance=DEMONSTRATION)
    return gao


@pytest.mark.usefixtures("of_three_origins")
def test_each_origin_is_told_apart(client):
    origins = (
        "1 déclaré par sa collectivité · 2 repris de Wikidata, non déclarés"
        " · 1 de démonstration, fictif"
    )

    for address in ("/registre/", "/carte/"):
        assert origins in plain(client.get(address)), address
    home = plain(client.get("/"))
    assert "1 partenariat déclaré après instruction par le ministère" in home
    assert "à part, 2 repris de sources publiques" in home
    assert "ne comptent pas 1 fiche fictive de démonstration" in home


def test_the_home_page_of_an_empty_registry_tells_no_origin(client):
    text = plain(client.get("/"))

    assert "0 partenariat inscrit à ce jour" in text
    assert "fictif" not in text


def test_pages_of_a_country_and_of_a_partner_begin_with_what_is_known(client, of_three_origins):
    for address, there in (("/pays/ML/", "le Mali"), (of_three_origins.get_absolute_url(), "Gao")):
        text = plain(client.get(address))

        answer = text.index(
            f"1 partenariat déclaré et 2 repris entre 2 collectivités et {there}, "
            "et 1 partenariat fictif"
        )
        origins = text.index("Par provenance")
        assert answer < origins < text.index("Les fiches qui disent plus que deux noms")


def test_the_origins_of_a_country_and_of_a_partner_lead_to_their_rows(client, of_three_origins):
    for address in ("/pays/ML/", of_three_origins.get_absolute_url()):
        sources = client.get(address).context["profile"].sources

        assert [line.count for line in sources] == [1, 2, 1]
        for line in sources:
            assert client.get(line.address).context["listing"].count == line.count


def test_a_country_without_a_partnership_has_no_number(client, mali):
    text = plain(client.get("/pays/ML/"))

    assert "Aucun partenariat connu à ce jour" in text
    assert "0 partenariat" not in text


def test_the_page_of_an_authority_tells_its_partnerships_before_its_codes(client, lille, mali):
    published([lille], [town("Gao", mali)])

    text = plain(client.get(lille.get_absolute_url()))

    assert text.index("1 partenariat, dans 1 pays") < text.index("SIREN")
    assert text.index("Commune · Nord (59)") < text.index("1 partenariat, dans 1 pays")


def test_an_imported_partnership_tells_that_nobody_declared_it(client, lille, mali):
    imported = published([lille], [town("Gao", mali)], provenance=WIKIDATA)
    declared = published([lille], [town("Kayes", mali)])

    text = plain(client.get(imported.get_absolute_url()))
    assert "Ni l’une ni l’autre ne l’a encore confirmé ici." in text
    assert "Depuis quand il existe Le dire" in text
    assert "Reprendre cette fiche" in text
    text = plain(client.get(declared.get_absolute_url()))
    assert "ne l’a encore confirmé" not in text
    assert "Reprendre cette fiche" not in text


def test_what_is_known_of_an_imported_partnership_is_not_said_unknown(client, lille, mali):
    imported = published(
        [lille], [town("Gao", mali)], provenance=Provenance.SOURCED, starts_on="2005"
    )

    text = plain(client.get(imported.get_absolute_url()))

    assert "Reprendre cette fiche" in text
    assert "Depuis quand il existe" not in text


def test_a_member_of_its_authority_is_offered_to_declare_it(client, lille, mali):
    imported = published([lille], [town("Gao", mali)], provenance=WIKIDATA)
    client.force_login(MemberFactory(authority=lille).user)

    text = plain(client.get(imported.get_absolute_url()))

    assert "C’est nous : déclarer ce partenariat" in text
    assert "Reprendre cette fiche" not in text


def test_the_authority_with_the_most_partnerships_is_named_among_many(client, mali):
    gao = town("Gao", mali)
    centre = seat("Grandville", (50.5, 3.0))
    for _ in range(3):
        published([centre], [gao])
    steps = (-0.12, -0.06, 0, 0.06, 0.12)
    for rank, (north, east) in enumerate(product(steps, steps)):
        if north or east:
            published([seat(f"Village {rank}", (50.5 + north, 3.0 + east))], [gao])

    text = text_of(client.get("/departements/59/"))

    assert "Grandville " in [name for _kind, name in NAME.findall(text)]
