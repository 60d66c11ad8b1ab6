"""The titles of the charts of a comparison, chosen from what is counted."""

import pytest

from partnerships.models import Provenance
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("of_lille", "of_arras", "title"),
    [
        ({"DE": 2, "ML": 1}, {"DE": 1}, "Premier pays pour chacun\u202f: Allemagne"),
        ({"DE": 1}, {"ML": 1}, "Chacun a ses premiers pays"),
        ({"DE": 1, "ML": 1}, {"DE": 1, "ML": 1}, "Les premiers pays de chacun"),
        ({"DE": 2, "ML": 2}, {"ML": 1}, "Les premiers pays de chacun"),
    ],
)
def test_title_says_of_first_countries_what_is_true(client, of_lille, of_arras, title):
    lille, arras = LocalAuthorityFactory(name="Lille"), LocalAuthorityFactory(name="Arras")
    countries = {
        iso2: CountryFactory(iso2=iso2, name=name)
        for iso2, name in (("DE", "Allemagne"), ("ML", "Mali"))
    }
    for authority, counts in ((lille, of_lille), (arras, of_arras)):
        for iso2, count in counts.items():
            for _each in range(count):
                partner = InternationalPartnerFactory(country=countries[iso2])
                published([authority], [partner], provenance=Provenance.WIKIDATA)

    page = client.get("/comparer/", {"collectivite": [lille.key, arras.key]}).context["page"]

    charts = [chart for view in page.views for chart in view.charts]
    [chart] = [each for each in charts if each.slug == "pays-repris"]
    assert chart.title == title


@pytest.mark.parametrize(
    ("count", "title"),
    [
        (1, "1 partenariat connu pour chacun"),
        (2, "2 partenariats connus pour chacun"),
    ],
)
def test_same_number_for_each_is_said_in_words(client, count, title):
    towns = [LocalAuthorityFactory(name=name) for name in ("Lille", "Arras")]
    for town in towns:
        for _each in range(count):
            published([town])

    response = client.get("/comparer/", {"collectivite": [town.key for town in towns]})

    charts = [chart for view in response.context["page"].views for chart in view.charts]
    assert title in [chart.title for chart in charts]
