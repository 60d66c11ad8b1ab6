"""Addresses of the registry."""

from urllib.parse import urlencode

from django.urls import reverse


def registry_address(**filters: str | list[str]) -> str:
    """Returns the address of the registry with `filters`, each of one value or of several."""
    return f"{reverse('partnerships:registry')}?{urlencode(filters, doseq=True)}"
