"""Authorities and partners at a point, (latitude, longitude), or whose place is not known."""

from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.partnerships import InternationalPartnerFactory


def seat(point=None, **fields):
    if point:
        fields |= {"latitude": point[0], "longitude": point[1], "precision": "typed"}
    return LocalAuthorityFactory(**fields)


def town(country, point=None, **fields):
    latitude, longitude = point or (None, None)
    return InternationalPartnerFactory(
        country=country, latitude=latitude, longitude=longitude, **fields
    )
