"""What a theme or a period leaves out for want of one, of each source apart."""

import pytest
from django.urls import reverse

from tests.factories.filling import text_of
from tests.factories.lists import ThemeFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"theme": "eau"}, "ne disent rien de ce filtre"),
        ({"annee": "2019"}, "n’ont pas de date de début connue"),
        ({"de": "2018", "a": "2020"}, "n’ont pas de date de début connue"),
    ],
)
def test_what_is_left_out_is_never_added_up_with_fictitious_ones(client, query, said):
    ThemeFactory(slug="eau", name="Eau")
    for provenance in ("declared", "wikidata", "wikidata", "demonstration"):
        published(provenance=provenance)

    text = text_of(client.get(REGISTRY, query))
    of_one_source = text_of(client.get(REGISTRY, query | {"provenance": "wikidata"}))

    assert f"1 partenariat déclaré, 2 repris et 1 fictif {said}" in text
    assert f"2 partenariats {said}" in of_one_source
