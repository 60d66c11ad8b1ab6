"""What the pages of an authority, a partner and a country show alike: their partnerships."""

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
    """Those of `rows` whose field `name` is a value in use, with `partnership_count`."""
    kept = FacetCount.objects.filter(facet=facet, count__gt=0)
    counts = kept.filter(value=OuterRef(name)).values("count")
    used = rows.filter(**{f"{name}__in": kept.values("value")})
    return used.annotate(partnership_count=Subquery(counts[:1]))


def _carried(found: QuerySet) -> QuerySet:
    """Propositions that one at least of the partnerships `found` carries."""
    contributions = ProposalContribution.objects.filter(partnership__in=found)
    return Proposal.objects.listed().filter(pk__in=contributions.values("proposal"))


def profile(facet: Facet, value: str, data: QueryDict) -> dict:
    """A page of the public partnerships that have `value`, how many, and what they carry."""
    found = PartnershipFacet.objects.filter(facet=facet, value=value).values("partnership")
    kept = FacetCount.objects.filter(facet=facet, value=value).first()
    return {
        "count": kept.count if kept else 0,
        "proposals": _carried(found),
        "page": paginate(
            [Partnership.objects.listed().for_list().filter(pk__in=found)],
            Order(),
            after=data.get(AFTER, ""),
            before=data.get(BEFORE, ""),
        ),
    }
