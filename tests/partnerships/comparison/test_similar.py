"""What is proposed for a comparison, and the reasons."""

import pytest

from partnerships.models import LocalAuthorityKind, Provenance
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
COMPARISON = "/comparer/"


def reasons(client, **query):
    return [
        (each.subject.name, each.reason)
        for each, _address in client.get(COMPARISON, query).context["page"].similar
    ]


def test_those_with_the_same_partners_are_proposed_first(client):
    lille = LocalAuthorityFactory(name="Lille", population=230_000)
    nice = LocalAuthorityFactory(name="Nice", population=640_000, departement=None, region=None)
    lens = LocalAuthorityFactory(name="Lens", population=30_000)
    cologne, turin = InternationalPartnerFactory(), InternationalPartnerFactory()
    for authority in (lille, nice):
        published([authority], [cologne])
        published([authority], [turin], provenance=Provenance.WIKIDATA)
    published([lens], [turin])

    assert reasons(client, collectivite=lille.key) == [
        ("Nice", "2 partenaires communs"),
        ("Lens", "1 partenaire commun"),
    ]


def test_a_partner_in_common_by_a_fictitious_record_says_so(client):
    lille, lens = LocalAuthorityFactory(name="Lille"), LocalAuthorityFactory(name="Lens")
    cologne = InternationalPartnerFactory()
    published([lille], [cologne])
    published([lens], [cologne], provenance=Provenance.DEMONSTRATION)

    expected = "1 partenaire commun, de démonstration, même région, même nature"
    assert reasons(client, collectivite=lille.key) == [("Lens", expected)]


def test_those_of_the_same_size_are_proposed_the_région_first(client):
    lille = LocalAuthorityFactory(name="Lille", population=230_000)
    elsewhere = DepartementFactory(code="35", region=RegionFactory(code="53", name="Bretagne"))
    rows = [
        LocalAuthorityFactory(name="Amiens", population=200_000),
        LocalAuthorityFactory(name="Rennes", population=229_000, departement=elsewhere),
        LocalAuthorityFactory(name="Lens", population=30_000),
        LocalAuthorityFactory(name="MEL", population=230_000, kind=LocalAuthorityKind.METROPOLE),
    ]
    for row in rows:
        published([row])
    LocalAuthorityFactory(name="Sans partenariat", population=230_000)
    closed = LocalAuthorityFactory(name="Close", population=230_000, closed_on="2020-01-01")
    published([closed])

    assert reasons(client, collectivite=lille.key) == [
        ("Amiens", "même région, taille voisine"),
        ("Rennes", "taille voisine"),
    ]


def test_countries_of_the_same_continent_are_proposed(client):
    for iso2, continent, count in (
        ("MA", "AF", 2),
        ("SN", "AF", 1),
        ("TN", "AF", 2),
        ("DE", "EU", 2),
    ):
        country = CountryFactory(iso2=iso2, name=f"Pays {iso2}", continent=continent)
        for _time in range(count):
            published(partners=[InternationalPartnerFactory(country=country)])

    reason = "même continent, nombre de partenariats voisin"
    assert reasons(client, pays="MA") == [("Pays TN", reason), ("Pays SN", reason)]
    assert reasons(client, pays=["MA", "TN"]) == [("Pays SN", reason)]


def test_places_are_proposed(client):
    bretagne = RegionFactory(code="53", name="Bretagne")
    for code, region in (("59", None), ("62", None), ("35", bretagne)):
        fields = {"region": region} if region else {}
        departement = DepartementFactory(code=code, name=f"D{code}", **fields)
        published([LocalAuthorityFactory(departement=departement)])

    assert reasons(client, departement="59") == [
        ("D62 (62)", "même région, nombre de partenariats voisin"),
        ("D35 (35)", "nombre de partenariats voisin"),
    ]
    assert reasons(client, region="32") == [("Bretagne", "nombre de partenariats voisin")]


@pytest.mark.parametrize("count", [3, 30])
def test_proposals_cost_the_same_whatever_is_published(client, django_assert_num_queries, count):
    lille = LocalAuthorityFactory(name="Lille", population=230_000)
    cologne = InternationalPartnerFactory()
    published([lille], [cologne])
    for _rank in range(count):
        published([LocalAuthorityFactory(population=229_000)], [cologne])

    with django_assert_num_queries(5):
        client.get(COMPARISON, {"collectivite": lille.key})
