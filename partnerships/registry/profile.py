"""The partnerships shown on the pages of an authority, a partner and a country."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict

from partnerships.models import (
    Facet,
    FacetCount,
    Partnership,
    PartnershipFacet,
    ProposalContribution,
)
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from proposals.models import Proposal


def in_use(rows: QuerySet, facet: Facet, name: str) -> QuerySet:
    """Returns the `rows` whose field `name` is a value in use, with `partnership_count`."""
    stored = FacetCount.objects.filter(facet=facet, count__gt=0)
    counts = stored.filter(value=OuterRef(name)).values("count")
    used = rows.filter(**{f"{name}__in": stored.values("value")})
    return used.annotate(partnership_count=Subquery(counts[:1]))


def _proposals_of(partnerships: QuerySet) -> QuerySet:
    """Returns the propositions supported by at least one of `partnerships`."""
    contributions = ProposalContribution.objects.filter(partnership__in=partnerships)
    return Proposal.objects.listed().filter(pk__in=contributions.values("proposal"))


def profile(facet: Facet, value: str, data: QueryDict) -> dict:
    """Returns a page of the public partnerships with `value`, their count and propositions."""
    partnerships = PartnershipFacet.objects.filter(facet=facet, value=value).values("partnership")
    stored = FacetCount.objects.filter(facet=facet, value=value).first()
    return {
        "count": stored.count if stored else 0,
        "proposals": _proposals_of(partnerships),
        "page": paginate(
            [Partnership.objects.listed().for_list().filter(pk__in=partnerships)],
            Order(),
            after=data.get(AFTER, ""),
            before=data.get(BEFORE, ""),
        ),
    }
