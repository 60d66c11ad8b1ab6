"""What the views of a result share: the query in their addresses, the switch, the filters."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cncd_portal.french_dates import french_date
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
LIST, TABLE = reverse("partnerships:registry"), reverse("partnerships:registry_table")


def test_views_keep_the_query_and_drop_the_page(client):
    first, _second = published(title="Un"), published(title="Deux")
    query = "?tri=-debut&colonne=themes&pays=MA"
    for name, path in (("Liste", LIST), ("Tableau", TABLE)):
        text = client.get(f"{path}{query}&apres=0-{first.pk}").content.decode()
        escaped = query.replace("&", "&amp;")
        for view in (LIST, TABLE):
            assert f'href="{view}{escaped}"' in text
        assert re.search(rf'aria-current="page">{name}</a>', text)


def test_an_empty_registry_says_so(client):
    assert "Le registre est vide</h1>" in client.get(LIST).content.decode()


def test_each_view_sends_on_what_it_has_no_field_for(client):
    published()
    query = {"tri": "-debut", "colonne": ["themes", "phase"]}
    for path in (LIST, TABLE):
        for more in ({}, {"q": "xyzzy"}):
            text = client.get(path, query | more).content.decode()
            sent = re.findall(r'<input type="hidden" name="(tri|colonne)" value="([^"]*)"', text)
            expected = [("tri", "-debut"), ("colonne", "phase"), ("colonne", "themes")]
            if not more:  # a list has a field for the sort, a table for the columns
                expected = expected[:1] if path == TABLE else expected[1:]
            assert sent == expected


def test_the_page_of_a_filter_goes_back_to_the_view_it_was_opened_from(client):
    for rank in range(13):
        country = CountryFactory(iso2=f"Q{chr(66 + rank)}", name=f"Pays {rank}", continent="AF")
        published([LocalAuthorityFactory()], [InternationalPartnerFactory(country=country)])
    panels = client.get(TABLE, {"tri": "titre"}).context["listing"].facets
    [address] = {panel.more_address for panel in panels if panel.facet == "pays"}
    assert address.endswith("/registre/filtres/pays/?tri=titre&vue=tableau")

    text = client.get(address).content.decode()

    assert f'<form action="{TABLE}">' in text
    assert f'href="{TABLE}?tri=titre"' in text
    assert '<input type="hidden" name="vue" value="tableau">' in text
    unknown = client.get(reverse("partnerships:registry_facet", args=["pays"]), {"vue": "x"})
    assert unknown.context["listing"].view.name == "liste"


@pytest.mark.parametrize("path", [LIST, TABLE])
@pytest.mark.parametrize("query", [{}, {"q": "xyzzy"}, {"colonne": "themes", "tri": "-cout"}])
def test_an_empty_result_says_what_to_do(client, path, query):
    text = client.get(path, query).content.decode()

    assert "<table" not in text
    assert "Le registre est vide" in text or "Essayez aussi" in text


@pytest.mark.parametrize("path", [LIST, TABLE])
def test_a_result_has_its_day_and_its_address_for_paper(client, path):
    published()

    text = client.get(path, {"pays": "MA", "inconnu": "x"}).content.decode()

    printed = text[text.index('<p class="portal-printed">') :]
    assert f"état au {french_date(timezone.localdate())}<br>http://testserver{path}?pays=MA<" in (
        printed
    )
