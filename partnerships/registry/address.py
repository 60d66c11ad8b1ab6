"""Addresses of the partnerships that pages count: the rows of the registry, their map."""

from urllib.parse import urlencode

from cncd_portal.prepared_address import address_of


def registry_address(**filters: str | list[str]) -> str:
    """Returns the address of the registry with `filters`, each of one value or of several."""
    return f"{address_of('partnerships:registry')}?{urlencode(filters, doseq=True)}"


def map_address(**filters: str | list[str]) -> str:
    """Returns the address of the map of the same partnerships."""
    return f"{address_of('partnerships:map')}?{urlencode(filters, doseq=True)}"
