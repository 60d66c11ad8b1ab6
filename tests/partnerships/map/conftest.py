"""A few partnerships, and a registry whose results are all circles."""

import pytest

from partnerships.registry.facets.held import rebuild_facets
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.factories.placed import seat, town


@pytest.fixture
def mali():
    return CountryFactory(
        iso2="ML", name="Mali", name_en="Mali", continent="AF", latitude=12.65, longitude=-8
    )


@pytest.fixture
def canada():
    return CountryFactory(
        iso2="CA", name="Canada", name_en="Canada", continent="NA", latitude=45.4, longitude=-75.7
    )


@pytest.fixture
def registry(mali, canada):
    """Four partnerships: two towns of Mali, one of Canada, a partner without a point."""
    nantes = seat((47.2, -1.6), name="Nantes", key="c44109")
    lyon = seat((45.8, 4.8), name="Lyon", key="c69123")
    bamako = town(mali, (12.65, -8.0), name="Bamako")
    segou = town(mali, (13.4, -6.3), name="Ségou")
    montreal = town(canada, (45.5, -73.6), name="Montréal")
    published([nantes], [bamako], title="Eau")
    published([nantes, lyon], [segou], title="Livres")
    published([nantes], [montreal], title="Tramway")
    published([lyon], [town(canada, name="Ailleurs")], title="Archives")


@pytest.fixture(params=["sql", "sets"])
def circles(request, monkeypatch):
    """Every result is shown as circles, counted by SQL or by sets."""
    monkeypatch.setattr("partnerships.pages.map.result_map_page.DRAWN_MAX", 0)
    if request.param == "sql":
        return lambda: None
    request.getfixturevalue("facet_sets")
    return rebuild_facets
