"""A registry whose partnerships differ in all that figures count."""

import pytest

from tests.factories.authorities import LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published


def line(year, source, amount):
    uuid = f"{year}{len(source):028d}"
    return {"uuid": uuid, "year": year, "source": source, "nature": "cash", "amount": amount}


@pytest.fixture
def registry():
    """Three declared partnerships and one imported, which differ in all that is counted."""
    ThemeFactory(slug="eau", name="Eau")
    ProposalFactory(number=5)
    canada = CountryFactory(iso2="CA", name="Canada", name_en="Canada", continent="NA")
    town = LocalAuthorityFactory(
        kind="commune", population=1500, latitude=50.6, longitude=3.1, precision="typed"
    )
    LocalAuthorityFactory(kind="commune", population=1200)
    city = LocalAuthorityFactory(
        kind="commune", population=60_000, region=RegionFactory(code="94", name="Corse")
    )
    oujda = InternationalPartnerFactory(name="Oujda", latitude=34.7, longitude=-1.9)
    quebec = InternationalPartnerFactory(name="Québec", country=canada)
    published(
        [town],
        [oujda],
        starts_on="2019",
        themes=["eau"],
        budget=[line(2024, "afd", "1000.00"), line(2025, "private", "500.50")],
        results_here="Un effet.",
        contributions=[{"uuid": "1" * 32, "proposal": 5, "statement": "Oui."}],
    )
    published([town], [quebec], starts_on="2019", ends_on="2021")
    published([city], [oujda, quebec])
    published([city], [oujda], provenance="wikidata", kind="twinning")
