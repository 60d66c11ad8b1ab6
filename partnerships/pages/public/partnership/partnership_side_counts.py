"""How many public partnerships the parties of a partnership have, by provenance."""

from collections import Counter, defaultdict
from functools import cache

from django.db.models import Count

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.models import Facet, Partnership, PartnershipFacet


@cache
def _counts_of(count: int) -> PreparedQuery:
    """Returns what is asked with `count` keys of authorities and UUIDs of partners."""
    values = [str(each) for each in range(count)]
    sides = [Facet.AUTHORITY, Facet.PARTNER]
    rows = PartnershipFacet.objects.filter(facet__in=sides).filter(value__in=values).order_by()
    counted = rows.values_list("value", "partnership__provenance")
    return PreparedQuery(lambda: counted.annotate(Count("pk")))


def counts_of_sides(partnership: Partnership) -> dict[str, Counter]:
    """Returns the public partnerships of each of its authorities and partners, by key and UUID, and
    by provenance; in one query.
    """
    values = [link.authority.key for link in partnership.authority_links]
    values += [str(link.partner.uuid) for link in partnership.partner_links]
    counts = defaultdict(Counter)
    for value, provenance, count in _counts_of(len(values)).rows(*values):
        counts[value][provenance] += count
    return counts
