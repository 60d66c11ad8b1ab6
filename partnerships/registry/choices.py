"""The choices of each registry filter: the values in use, with labels and counts."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from partnerships.models import (
    Continent,
    Country,
    Departement,
    Facet,
    FacetCount,
    Goal,
    LocalAuthorityKind,
    PartnershipKind,
    Phase,
    Provenance,
    Region,
    Theme,
)
from partnerships.publication.counts import counts_by_year
from partnerships.publication.facets import year_value
from proposals.models import Proposal

# The filters of the registry, in their order on the page.
FILTERS = (
    Facet.COUNTRY,
    Facet.REGION,
    Facet.THEME,
    Facet.KIND,
    Facet.AUTHORITY_KIND,
    Facet.DEPARTEMENT,
    Facet.CONTINENT,
    Facet.GOAL,
    Facet.PROPOSAL,
    Facet.PHASE,
    Facet.YEAR,
    Facet.PROVENANCE,
)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int


def _proposal_label(proposal):
    """Returns its title, with the origin of the wording unless it is the report's own."""
    if proposal.is_official:
        return str(proposal)
    return f"{proposal} ({proposal.get_wording_display()})"


def _labels() -> dict[Facet, dict[str, str]]:
    """Returns the labels of all possible values of each filter, in display order."""
    return {
        Facet.COUNTRY: {each.pk: each.name for each in Country.objects.foreign()},
        Facet.REGION: {each.pk: each.name for each in Region.objects.all()},
        Facet.DEPARTEMENT: {each.pk: str(each) for each in Departement.objects.all()},
        Facet.THEME: {each.pk: each.name for each in Theme.objects.all()},
        Facet.GOAL: {str(each.pk): str(each) for each in Goal.objects.all()},
        Facet.PROPOSAL: {
            str(each.number): _proposal_label(each)
            for each in Proposal.objects.listed().only("number", "title", "wording")
        },
        Facet.KIND: dict(PartnershipKind.choices),
        Facet.PHASE: dict(Phase.choices),
        Facet.PROVENANCE: dict(Provenance.choices),
        Facet.CONTINENT: dict(Continent.choices),
        Facet.AUTHORITY_KIND: dict(LocalAuthorityKind.choices),
    }


def _stored_counts() -> dict[Facet, dict[str, int]]:
    """Returns the number of partnerships for each value in use of each filter."""
    years = (Facet.FIRST_YEAR, Facet.LAST_YEAR)
    counts = {facet: {} for facet in (*FILTERS, *years)}
    stored = FacetCount.objects.filter(facet__in=counts, count__gt=0)
    for facet, value, count in stored.values_list("facet", "value", "count"):
        counts[facet][value] = count
    first, last = (Counter({int(year): n for year, n in counts[each].items()}) for each in years)
    by_year = counts_by_year(first, last, timezone.localdate().year)
    counts[Facet.YEAR] = {year_value(year): count for year, count in by_year.items()}
    return counts


def offered_choices() -> dict[Facet, list[Choice]]:
    """Returns the values in use of each filter, in seven queries whatever the registry's size."""
    counts = _stored_counts()
    labels = _labels()
    labels[Facet.YEAR] = {year: year for year in sorted(counts[Facet.YEAR], reverse=True)}
    return {
        facet: [
            Choice(value, str(label), counts[facet][value])
            for value, label in labels[facet].items()
            if value in counts[facet]
        ]
        for facet in FILTERS
    }
