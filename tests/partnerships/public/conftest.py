"""A small registry on maps, counted in both ways."""

import pytest

from partnerships.registry.facets.held import HELD, rebuild_facets
from tests.factories.authorities import DepartementFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.partnerships.public.on_maps import TURIN, seat, town


@pytest.fixture
def mali():
    return CountryFactory(iso2="ML", name="Mali", continent="AF", latitude=12.6, longitude=-8.0)


@pytest.fixture
def germany():
    return CountryFactory(
        iso2="DE", name="Allemagne", continent="EU", latitude=52.5, longitude=13.4
    )


@pytest.fixture
def lille():
    return seat("Lille", (50.63, 3.07))


@pytest.fixture
def arras():
    return seat(
        "Arras",
        (50.29, 2.78),
        departement=DepartementFactory(code="62", name="Pas-de-Calais"),
    )


@pytest.fixture
def registry(mali, germany, lille, arras):
    """Four partnerships: three of Lille, two of Arras; the place of Nulleville is not known."""
    gao, cologne = town("Gao", mali, (16.27, -0.04)), town("Cologne", germany, (50.94, 6.96))
    published([lille], [gao], title="Eau")
    published([lille, arras], [cologne], title="Livres")
    published([lille], [town("Nulleville", germany)], title="Archives")
    published([arras], [town("Herten", germany, (51.6, 7.13))], title="Musique")


@pytest.fixture(params=["sql", "sets"])
def counted(request, registry):
    """The registry, counted by SQL or by sets."""
    if request.param == "sets":
        request.getfixturevalue("facet_sets")
        rebuild_facets()
        assert HELD.now() is not None


@pytest.fixture
def many(monkeypatch):
    """Any number of partnerships is too many for arcs."""
    monkeypatch.setattr("partnerships.pages.public.links_map.DRAWN_MAX", 0)


@pytest.fixture
def italy():
    return CountryFactory(iso2="IT", name="Italie", continent="EU")


@pytest.fixture
def turin(italy):
    return town("Turin", italy, TURIN, kind="municipality")
