"""The addresses of the portal as others write them."""

from functools import cache
from urllib.parse import urljoin

from django.conf import settings


@cache
def _host_of(site: str) -> str:
    return urljoin(site, "/").removesuffix("/")


def absolute_address(path: str) -> str:
    """Returns the address of `path`, which begins with « / », on the public site, whatever the host
    of the request.
    """
    return f"{_host_of(settings.SITE_URL)}{path}"
