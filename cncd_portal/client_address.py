"""Where a request comes from, as our first proxy saw it."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import BadRequest, ImproperlyConfigured

# What a network gives to one client: it may take any of the addresses of it.
IPV6_PREFIX = 64


def client_address(request) -> str:
    """Returns the address of the client.

    Raises BadRequest where X-Forwarded-For has fewer lines than we have proxies. On a UNIX socket
    without a proxy nobody has an address: all are counted as one.
    """
    try:
        address = get_client_ip(request)
    except ImproperlyConfigured as error:
        raise BadRequest(str(error)) from error
    return address or "0.0.0.0"  # noqa: S104


def counted_address(address: str) -> str:
    """Returns what limits count for `address`: of IPv6, its network."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return address
    if read.ipv4_mapped:
        return str(read.ipv4_mapped)
    return str(IPv6Network((int(read), IPV6_PREFIX), strict=False).network_address)
