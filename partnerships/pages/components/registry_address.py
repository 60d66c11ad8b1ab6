"""Addresses of the partnerships that pages count: the rows of the registry, their map."""

from urllib.parse import urlencode

from django.urls import reverse


def registry_address(**filters: str) -> str:
    """Returns the address of the registry with `filters`."""
    return f"{reverse('partnerships:registry')}?{urlencode(filters)}"


def map_address(**filters: str) -> str:
    """Returns the address of the map of the same partnerships."""
    return f"{reverse('partnerships:map')}?{urlencode(filters)}"
