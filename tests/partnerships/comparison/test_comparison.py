"""Two to four authorities, countries, régions or départements side by side."""

import re

import pytest

from partnerships.models import Provenance
from partnerships.publication.public_version import public_version
from partnerships.registry.facets.held import HELD, rebuild_facets
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
COMPARISON = "/comparer/"


def partner_in(iso2, country, **fields):
    return InternationalPartnerFactory(country=CountryFactory(iso2=iso2, name=country), **fields)


@pytest.fixture
def lille():
    return LocalAuthorityFactory(name="Lille", population=230_000)


@pytest.fixture
def arras():
    pas_de_calais = DepartementFactory(code="62", name="Pas-de-Calais")
    return LocalAuthorityFactory(name="Arras", departement=pas_de_calais, population=None)


@pytest.fixture
def cologne():
    return partner_in("DE", "Allemagne", name="Cologne")


@pytest.fixture
def registry(lille, arras, cologne):
    """Lille: one declared with Morocco, one imported with Cologne, one fictitious with Italy;
    Arras: one imported with Cologne.
    """
    ThemeFactory()
    ProposalFactory(number=5)
    published(
        [lille],
        [partner_in("MA", "Maroc", name="Oujda")],
        themes=["eau"],
        starts_on="1998",
        ends_on="2004",
        contributions=[{"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}],
        budget=[
            {"uuid": "2" * 32, "year": 2024, "source": "afd", "nature": "cash", "amount": "1200.50"}
        ],
    )
    published([lille], [cologne], provenance=Provenance.WIKIDATA)
    published(
        [lille], [partner_in("IT", "Italie", name="Turin")], provenance=Provenance.DEMONSTRATION
    )
    published([arras], [cologne], provenance=Provenance.WIKIDATA)


def compared(client, **query):
    response = client.get(COMPARISON, query)
    assert response.status_code == 200
    return response.context["page"]


def cells(page, title, section):
    """{name: texts, or what is said of an absence} of a criterion."""
    [of_title] = [each for each in page.sections if each.title.startswith(section)]
    [criterion] = [each for each in of_title.criteria if each.title == title]
    return {
        subject.name: [figure.text for figure in cell.figures] or cell.absent
        for subject, cell in criterion.cells
    }


@pytest.mark.usefixtures("registry")
def test_sources_are_counted_apart(client, lille, arras):
    page = compared(client, collectivite=[lille.key, arras.key])

    assert [each.title for each in page.sections] == [
        "De quoi s’agit-il\u202f?",
        "Déclaré par les collectivités",
        "Repris de sources publiques, non déclaré",
        "Fictif, de démonstration",
    ]
    for section, number in (("Déclaré", "1 partenariat"), ("Fictif", "1 partenariat")):
        assert cells(page, "Partenariats", section) == {"Lille": [number], "Arras": "aucun connu"}
    assert cells(page, "Partenariats", "Repris") == {
        "Lille": ["1 partenariat"],
        "Arras": ["1 partenariat"],
    }


@pytest.mark.usefixtures("registry")
def test_what_is_declared_is_told_by_criterion(client, lille, arras):
    page = compared(client, collectivite=[lille.key, arras.key])

    told = {
        title: cells(page, title, "Déclaré")["Lille"]
        for title in ("Thématiques", "Budget", "Années connues", "Partenaires étrangers")
    }
    assert told == {
        "Thématiques": ["Eau\u202f: 1"],
        "Budget": ["1\xa0200\u202f€ inscrits", "1 fiche en donne un"],
        "Années connues": ["première\u202f: 1998", "dernière\u202f: 2004"],
        "Partenaires étrangers": ["1 partenaire"],
    }
    [proposal] = cells(page, "Propositions portées", "Déclaré")["Lille"]
    assert "données ouvertes" in proposal


@pytest.mark.usefixtures("registry")
def test_what_nobody_states_is_said_once_and_never_zero(client, lille, arras):
    response = client.get(COMPARISON, {"collectivite": [lille.key, arras.key]})

    text = text_of(response)
    [imported] = [each for each in response.context["page"].sections if "Repris" in each.title]
    assert imported.unknown == [
        "Thématiques",
        "Propositions portées",
        "Budget",
        "Années connues",
    ]
    assert cells(response.context["page"], "Population", "De quoi")["Arras"] == "non connu"
    assert not re.search(r">\s*0|: 0\b|\b0 partenariat", text)


@pytest.mark.usefixtures("registry")
def test_shared_partners_have_their_names_and_those_alone_too(client, lille, arras):
    page = compared(client, collectivite=[lille.key, arras.key])

    partners, countries = page.in_common
    assert [line.named.name for line in partners.lines] == ["Cologne"]
    assert [line.named.name for line in countries.lines] == ["Allemagne"]
    alone = {line.subject.name: [each.name for each in line.named] for line in partners.alone}
    assert alone == {"Lille": ["Oujda", "Turin"], "Arras": []}


def test_a_partner_shared_by_a_fictitious_record_says_so(client, lille, arras, cologne):
    published([lille], [cologne])
    published([arras], [cologne], provenance=Provenance.DEMONSTRATION)

    response = client.get(COMPARISON, {"collectivite": [lille.key, arras.key]})

    section = response.context["page"].in_common[0]
    [line] = section.lines
    assert section.title == "Aucun partenaire en commun connu, et 1 par des partenariats fictifs"
    assert line.fictitious == "Arras"
    assert "(partenariats fictifs : Arras)" in text_of(response)


def test_of_three_the_holders_are_named(client, lille, arras, cologne):
    third = LocalAuthorityFactory(name="Douai")
    for authority in (lille, arras):
        published([authority], [cologne])
    published([third])

    page = compared(client, collectivite=[lille.key, third.key, arras.key])

    [line] = page.in_common[0].lines
    assert line.holders == "Lille, Arras"


@pytest.mark.usefixtures("registry")
def test_countries_share_french_authorities(client, lille):
    published([lille], [partner_in("IT", "Italie")], provenance=Provenance.WIKIDATA)

    page = compared(client, pays=["DE", "IT"])

    assert [each.name for each in page.subjects] == ["Allemagne", "Italie"]
    [authorities] = page.in_common
    assert [line.named.name for line in authorities.lines] == ["Lille"]
    assert cells(page, "Collectivités françaises", "Repris") == {
        "Allemagne": ["2 collectivités"],
        "Italie": ["1 collectivité"],
    }


@pytest.mark.usefixtures("registry")
def test_places_are_compared_by_their_code(client):
    RegionFactory(code="94", name="Corse")

    regions = compared(client, region=["32", "94"])
    departements = compared(client, departement=["59", "62"])

    assert cells(regions, "Partenariats", "Repris") == {
        "Hauts-de-France": ["2 partenariats"],
        "Corse": "aucun connu",
    }
    assert cells(departements, "Partenariats", "Repris") == {
        "Nord (59)": ["1 partenariat"],
        "Pas-de-Calais (62)": ["1 partenariat"],
    }
    assert cells(regions, "Collectivités", "De quoi")["Corse"] == "non connu"


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("kind", ["collectivite", "region", "pays"])
def test_numbers_lead_to_what_they_count(client, lille, arras, kind):
    RegionFactory(code="94", name="Corse")
    values = {
        "collectivite": [lille.key, arras.key],
        "region": ["32", "94"],
        "pays": ["DE", "IT", "MA"],
    }
    page = compared(client, **{kind: values[kind]})
    followed = 0

    for section in page.sections[1:]:
        for criterion in section.criteria:
            for _subject, cell in criterion.cells:
                for figure in cell.figures:
                    if figure.address.startswith("/registre/?"):
                        listing = client.get(figure.address).context["listing"]
                        assert listing.notes == [], figure
                        assert str(listing.count) in figure.text or "première" in figure.text
                        followed += 1

    assert followed > 8


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("kind", ["authority", "region", "pays"])
def test_held_facets_give_the_same_comparison(client, lille, arras, kind, facet_sets):
    RegionFactory(code="94", name="Corse")
    query = {
        "authority": {"collectivite": [lille.key, arras.key]},
        "region": {"region": ["32", "94"]},
        "pays": {"pays": ["DE", "IT", "MA"]},
    }[kind]
    counted = text_of(client.get(COMPARISON, query))
    rebuild_facets()
    HELD.__init__()
    assert HELD.now() is not None

    assert text_of(client.get(COMPARISON, query)) == counted


def test_none_registered_is_said_of_all(client, lille, arras):
    text = text_of(client.get(COMPARISON, {"collectivite": [lille.key, arras.key]}))

    assert "Aucun partenariat connu à ce jour, pour aucun d’eux" in text
    assert "Cela ne signifie pas qu’il n’y en a pas" in text
    assert "0 partenariat" not in text


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(
    ("kind", "expected"), [("authority", 13), ("region", 11), ("departement", 11), ("pays", 8)]
)
def test_a_comparison_costs_the_same_whatever_it_holds(
    client, lille, arras, django_assert_num_queries, kind, expected, count
):
    for rank in range(count):
        published([lille], [partner_in(f"{chr(65 + rank // 10)}{rank % 10}", f"Pays {rank}")])
    RegionFactory(code="94", name="Corse")
    query = {
        "authority": {"collectivite": [lille.key, arras.key]},
        "region": {"region": ["32", "94"]},
        "departement": {"departement": ["59", "62"]},
        "pays": {"pays": ["DE", "MA"]},
    }[kind]
    public_version()  # as where the transaction wrote nothing
    client.get(COMPARISON, query)  # names and lists are read once

    with django_assert_num_queries(expected):
        client.get(COMPARISON, query)


def test_what_one_has_alone_is_led_to_with_its_article(client):
    """Its sixth and seventh names stand on their page."""
    for rank in range(7):
        authority = LocalAuthorityFactory(name=f"Commune {rank}")
        published([authority], [partner_in("MA", "Maroc", name=f"Ville {rank}")])
    published([LocalAuthorityFactory()], [partner_in("SN", "Sénégal", name="Thiès")])

    text = text_of(client.get(COMPARISON, {"pays": ["MA", "SN"]}))

    assert 'et 2 autres<span class="fr-sr-only"> du Maroc</span>' in text
