"""Requests to join from an address of the authority's own domain: a hint, which grants nothing."""

from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from pathlib import Path
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.db.models import Q
from publicsuffixlist import PublicSuffixList

from partnerships.models import LocalAuthority, LocalAuthorityMember

HOSTS = Path(__file__).resolve().parents[1] / "data" / "shared_hosts.txt"
# Domains where anyone, or any authority, has an address or a site. The public suffix list knows
# those that host sites by sub-domain.
SHARED_DOMAINS = frozenset(HOSTS.read_text(encoding="utf-8").split())


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def own_part(host: str) -> str:
    """Returns the registrable domain of `host` (`ville-x.fr` of `mail.ville-x.fr`), in ASCII.

    Returns "" for a shared domain, a public suffix or what is no domain name.
    """
    try:
        ascii_host = host.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""
    domain = _suffixes().privatesuffix(ascii_host) if "." in ascii_host else None
    return "" if domain is None or domain in SHARED_DOMAINS else domain


def _host_of_email(email: str) -> str:
    return email.rpartition("@")[2]


def _host_of_site(website: str) -> str:
    try:
        return urlsplit(website).hostname or ""
    except ValueError:
        return ""


def _domains(email: str, website: str) -> set[str]:
    return {own_part(_host_of_email(email)), own_part(_host_of_site(website))} - {""}


def _several_have(domains: set[str]) -> set[str]:
    """Returns those of `domains` that several authorities of today have (one query)."""
    if not domains:
        return set()
    named = (Q(email__iendswith=each) | Q(website__icontains=each) for each in sorted(domains))
    found = LocalAuthority.objects.existing().filter(reduce(or_, named))
    seen, several = set(), set()
    for email, website in found.order_by().values_list("email", "website"):
        own = _domains(email, website) & domains
        several |= own & seen
        seen |= own
    return several


def domains_of_requests(memberships: Iterable[LocalAuthorityMember]) -> dict[int, str]:
    """Returns {membership: domain} of the requests from the authority's own domain.

    The person's address is verified, and its registrable domain is that of the official address or
    of the site of this authority and of no other. Two queries, whatever the number of requests.
    """
    memberships = list(memberships)
    users = [each.user_id for each in memberships]
    proved = EmailAddress.objects.filter(user__in=users, verified=True)
    verified = {(user, email.lower()) for user, email in proved.values_list("user", "email")}
    found = {}
    for each in memberships:
        domain = own_part(_host_of_email(each.user.email))
        is_verified = (each.user_id, each.user.email.lower()) in verified
        if is_verified and domain in _domains(each.authority.email, each.authority.website):
            found[each.pk] = domain
    several = _several_have(set(found.values()))
    return {pk: domain for pk, domain in found.items() if domain not in several}
