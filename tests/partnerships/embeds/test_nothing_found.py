"""What another site shows of a choice that finds nothing."""

import pytest

from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["liste", "carte"])
def test_absence_is_said_to_prove_nothing(client, kind):
    published()
    CountryFactory(iso2="MM", name="Myanmar")

    text = text_of(client.get(f"/integrer/{kind}/?pays=MM"))

    assert "l’absence d’un partenariat ne signifie pas qu’il n’existe pas" in text
    assert "ne connaît pas le lieu" not in text


def test_a_map_without_known_places_says_so(client):
    published()

    text = text_of(client.get("/integrer/carte/"))

    assert "ne connaît pas le lieu" in text
    assert "ne signifie pas qu’il n’existe pas" not in text
