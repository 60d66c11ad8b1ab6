"""Rates of partnerships per inhabitant."""

import pytest

from tests.factories.authorities import LocalAuthorityFactory, RegionFactory
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("people", "unit", "rate"),
    [
        (90_000, "100 000 habitants", 100_000 / 90_000),
        (800_000, "un million d’habitants", 1_000_000 / 800_000),
        (30_000_000, "dix millions d’habitants", 10_000_000 / 30_000_000),
    ],
)
def test_rate_is_for_enough_inhabitants_to_be_read(client, people, unit, rate):
    for code, name in (("94", "Corse"), ("53", "Bretagne")):
        region = RegionFactory(code=code, name=name)
        seat = LocalAuthorityFactory(region=region, population=people)
        published([seat])

    response = client.get("/chiffres/")
    charts = {each.slug: each for each in response.context["figures"].charts}
    text = text_of(response)

    marks = {mark.label: mark.value for mark in charts["par-habitant"].marks}
    assert marks == pytest.approx({"Bretagne": rate, "Corse": rate})
    assert f"Partenariats pour {unit}." in text
    assert f"Pour {unit}" in text
