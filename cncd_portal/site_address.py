"""The addresses of the portal as others write them."""

from urllib.parse import urljoin

from django.conf import settings


def absolute_address(path: str) -> str:
    """Returns the address of `path` on the public site, whatever the host of the request."""
    return urljoin(settings.SITE_URL, path)
