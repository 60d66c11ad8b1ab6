"""Cells of the map as filters of the registry: named, removed, and ignored if they are unknown."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from partnerships.models import Facet
from partnerships.publication.located_values import read_located
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.map_cells import LAST_ZOOM, MapCell, cell_at

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "ML-0-1-1",
        "ML-7-1-1",
        "ML-3-021-6",
        "ML-3-1-1",
        "ml-3-21-6",
        "\x00",
        "ML-3-21-6'",
        "\u0663",
    ],
)
def test_unknown_cell_is_ignored_and_said(client, registry, value):
    response = client.get(REGISTRY, {"lieu": value})

    assert response.context["listing"].count == 4
    assert "Filtre « lieu du partenaire »" in response.content.decode().replace("\u202f", " ")


def test_cell_is_a_filter_that_is_named_and_removed(client, registry):
    cell = str(cell_at("ML", (12.6, -8.0), 3))

    response = client.get(REGISTRY, {"lieu": cell, "q": "eau"})

    listing = response.context["listing"]
    assert listing.count == 1
    chip = listing.chips[-1]
    assert (chip.label, chip.address) == ("Mali, une zone de la carte", "?q=eau")
    assert f'<input type="hidden" name="lieu" value="{cell}">' in response.content.decode()


def test_partner_without_a_known_town_is_a_filter(client, registry):
    response = client.get(REGISTRY, {"lieu": "non-renseigne"})

    assert response.context["listing"].count == 1
    assert response.context["listing"].chips[0].label == "ville inconnue"


def test_cells_beyond_the_most_are_ignored_and_said(client, registry):
    cells = [str(cell_at("ML", (12.6, -8.0), zoom)) for zoom in range(1, 7)]

    response = client.get(REGISTRY, {"lieu": cells})

    assert len(response.context["listing"].filterset.places.known) == 5
    assert "une valeur inconnue est ignorée" in response.content.decode()


def test_cells_of_a_zoom_share_out_every_town(registry):
    towns = PartnershipFilterSet(QueryDict()).found(Facet.TOWN)[Facet.TOWN]

    for zoom in range(1, LAST_ZOOM + 1):
        for value in towns:
            if value != "non-renseigne":
                cell = cell_at(*read_located(value), zoom)
                assert MapCell.read(str(cell)) == cell
