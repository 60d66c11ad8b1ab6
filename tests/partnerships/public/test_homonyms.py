"""A page that names a town says which one, wherever it stands."""

import re

import pytest
from django.urls import reverse

from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
TITLE = "Jumelage Le Pont-de-Beauvoisin – Erbach"
PLACES = {"c38315": "Isère (38)", "c73204": "Savoie (73)"}


@pytest.fixture
def twins():
    """The two towns of this name, each with a partnership of the same title."""
    ProposalFactory(number=5)
    alpes = RegionFactory(code="84", name="Auvergne-Rhône-Alpes")
    partner = InternationalPartnerFactory(name="Erbach")
    made = {}
    for key, name in (("c38315", "Isère"), ("c73204", "Savoie")):
        departement = DepartementFactory(code=key[1:3], name=name, region=alpes)
        town = LocalAuthorityFactory(key=key, name="Le Pont-de-Beauvoisin", departement=departement)
        contribution = {"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}
        made[key] = published([town], [partner], title=TITLE, contributions=[contribution])
    return partner, made


@pytest.mark.parametrize("page", ["home", "registry", "search", "partner", "country", "proposal"])
def test_lists_say_which_town(client, twins, page):
    partner, _made = twins
    address = {
        "home": reverse("portal:home"),
        "registry": f"{reverse('partnerships:registry')}?q=pont-de-beauvoisin",
        "search": f"{reverse('partnerships:search')}?q=pont-de-beauvoisin",
        "partner": partner.get_absolute_url(),
        "country": "/pays/MA/",
        "proposal": reverse("proposals:proposal_detail", args=[5]),
    }[page]

    text = text_of(client.get(address))

    seen = " ".join(
        re.sub(r"<[^>]+>", " ", text.replace("<mark>", "").replace("</mark>", "")).split()
    )
    for place in PLACES.values():
        assert re.search(rf"Le Pont-de-Beauvoisin,? {re.escape(place)}", seen)


def test_pages_of_a_town_and_of_its_partnership_say_which_one(client, twins):
    _partner, made = twins

    for key, place in PLACES.items():
        authority = text_of(client.get(f"/collectivites/{key}/"))
        partnership = text_of(client.get(made[key].get_absolute_url()))
        assert f"<title>Le Pont-de-Beauvoisin, {place} — " in authority
        assert f"<title>{TITLE} · {place} — " in partnership
        assert f"Commune, {place}" in partnership


def test_list_of_authorities_says_which_town(client, twins):
    for query in ({}, {"q": "pont de beauvoisin"}):
        text = text_of(client.get(reverse("partnerships:authority_list"), query))
        for place in PLACES.values():
            assert f"Commune, {place}" in text


def test_departement_is_placed_by_its_region_and_a_region_by_nothing(twins):
    alpes = RegionFactory(code="84")
    isere = DepartementFactory(code="38")
    departement = LocalAuthorityFactory(kind="departement", departement=isere, region=alpes)
    region = LocalAuthorityFactory(kind="region", departement=None, region=alpes)
    nowhere = LocalAuthorityFactory(kind="syndicat", departement=None, region=None)

    assert [each.located_in for each in (departement, region, nowhere)] == [
        "Auvergne-Rhône-Alpes",
        "",
        "",
    ]
