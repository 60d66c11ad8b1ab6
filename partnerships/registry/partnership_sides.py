"""Partnerships and their two sides, as `with_sides` reads them, by statements built once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from django.db.models import Exists, OuterRef

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.models import (
    Confirmation,
    Partnership,
    PartnershipAuthority,
    PartnershipPartner,
    Suspension,
)

BY_PUBLIC_ID = PreparedQuery(
    lambda: (
        Partnership.objects.select_related("current_version")
        .annotate(
            was_confirmed=Exists(Confirmation.objects.filter(partnership=OuterRef("pk"))),
            was_suspended=Exists(Suspension.objects.filter(partnership=OuterRef("pk"))),
        )
        .filter(public_id="")
    )
)


def partnership_by_id(public_id: str) -> Partnership | None:
    """Returns the partnership of this identifier with its current version, whoever may read it, and
    whether it was ever confirmed or suspended (`was_confirmed`, `was_suspended`).
    """
    return BY_PUBLIC_ID.first(public_id)


@lru_cache(maxsize=64)
def _listed(count: int) -> PreparedQuery:
    return PreparedQuery(lambda: Partnership.objects.listed().filter(pk__in=range(count)))


@lru_cache(maxsize=64)
def _links_here(count: int) -> PreparedQuery:
    rows = PartnershipAuthority.objects.with_authority()
    return PreparedQuery(lambda: rows.filter(partnership__in=range(count)))


@lru_cache(maxsize=64)
def _links_there(count: int, *others: str) -> PreparedQuery:
    rows = PartnershipPartner.objects.with_partner(*others)
    return PreparedQuery(lambda: rows.filter(partnership__in=range(count)))


def read_sides(partnerships: Iterable[Partnership], *others: str) -> None:
    """Gives `partnerships`, at least one, their `authority_links` and `partner_links`. `others`:
    read too of the partners.
    """
    rows = {row.pk: row for row in partnerships}
    here, there = defaultdict(list), defaultdict(list)
    for link in _links_here(len(rows)).all(*rows):
        here[link.partnership_id].append(link)
    for link in _links_there(len(rows), *others).all(*rows):
        there[link.partnership_id].append(link)
    for pk, row in rows.items():
        row.authority_links, row.partner_links = here[pk], there[pk]


def listed_with_sides(keys: Collection[int]) -> dict[int, Partnership]:
    """Returns the public partnerships of these `keys` with their sides, in three queries."""
    rows = _listed(len(keys)).all(*keys) if keys else []
    if rows:
        read_sides(rows)
    return {row.pk: row for row in rows}
