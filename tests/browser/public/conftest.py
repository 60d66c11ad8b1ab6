import pytest

from tests.browser.public.live_map import make_registry
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published


@pytest.fixture
def map_registry(lists, kept, monkeypatch):
    """Arcs for two partnerships or fewer; circles for more."""
    monkeypatch.setattr("partnerships.pages.map.result_map_page.DRAWN_MAX", 2)
    kept(make_registry)


@pytest.fixture
def registry(lists, kept):
    kept(make_countries)


def make_countries():
    """Thirteen countries, of which one has two partnerships; each begun in its year."""
    lille = LocalAuthorityFactory(name="Lille", latitude=50.6, longitude=3.1, precision="town_hall")
    for rank in range(13):
        country = CountryFactory(iso2=f"Q{chr(66 + rank)}", name=f"Pays {rank}", continent="AF")
        for time in range(2 if rank == 12 else 1):
            partner = InternationalPartnerFactory(country=country, latitude=5.0, longitude=rank)
            title = f"Titre {rank:02d} {time}"
            published([lille], [partner], title=title, starts_on=str(2000 + rank))
