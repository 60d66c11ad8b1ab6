"""The facet values of a public partnership."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from partnerships.models import NO, NOT_STATED, YES, DistanceClass, Facet
from partnerships.proximity import distance_km
from partnerships.publication.contribution_values import value_of_contribution
from partnerships.publication.named import Named, facets_from

# Raised when the values below change: `prepare` then writes those of all partnerships again.
FACETS_VERSION = 4
# Facets that may have no value, which is counted as one.
MAY_BE_EMPTY = (
    Facet.REGION,
    Facet.DEPARTEMENT,
    Facet.SIZE,
    Facet.THEME,
    Facet.GOAL,
    Facet.PROPOSAL,
    Facet.FIRST_YEAR,
    Facet.CONFIRMATION,
    Facet.BUDGET_SOURCE,
    Facet.BUDGET_YEAR,
    Facet.SEAT,
    Facet.TOWN,
    Facet.DISTANCE,
)
_EMPTY = {each.value: (each.value, NOT_STATED) for each in MAY_BE_EMPTY}


@dataclass(frozen=True)
class PublicPartnership:
    """A public partnership: its key, its projection, and what the projection does not say."""

    pk: int
    projection: dict
    provenance: str
    published_at: datetime
    confirmed_on: date | None = None


def year_value(year: int) -> str:
    """Returns `year` as stored: four digits, so that texts sort as years."""
    return f"{year:04d}"


def _year_of(iso: str | None) -> str | None:
    return iso[:4] if iso else None


def _yes_or_no(is_true) -> str:
    return YES if is_true else NO


def _has_results(projection) -> bool:
    texts = projection["results_here"] or projection["results_there"]
    return bool(texts) or any(item["reached"] for item in projection["indicators"])


def _period_of(projection):
    """Returns the facets of its years; none for an end whose start is unknown."""
    first = _year_of(projection["starts_on"])
    last = _year_of(projection["ends_on"]) if first else None
    return facets_from((Facet.FIRST_YEAR, first), (Facet.LAST_YEAR, last))


def _content_of(projection):
    budget = projection["budget"]
    return facets_from(
        *((Facet.BUDGET_SOURCE, line["source"]) for line in budget),
        *((Facet.BUDGET_YEAR, year_value(line["year"])) for line in budget),
        (Facet.BUDGET, _yes_or_no(budget or projection["total_cost"])),
        (Facet.PICTURES, _yes_or_no(projection["images"])),
        (Facet.RESULTS, _yes_or_no(_has_results(projection))),
    )


def _distance_class(projection: dict, named: Named) -> DistanceClass | None:
    """Returns the class of the shortest way between the two sides; None without a known point on
    each.
    """
    here = [each.point for each in named.authorities_in(projection) if each.point]
    there = [each.point for each in named.partners_in(projection) if each.point]
    lengths = [distance_km(one, other) for one in here for other in there]
    return DistanceClass.of(min(lengths)) if lengths else None


def facets_of(public: PublicPartnership, named: Named) -> frozenset[tuple[str, str]]:
    """Returns the (facet, value) pairs of a partnership."""
    projection, confirmed_on = public.projection, public.confirmed_on
    own = facets_from(
        (Facet.ALL, ""),
        (Facet.KIND, projection["kind"]),
        (Facet.PHASE, projection["phase"]),
        (Facet.PROVENANCE, public.provenance),
        (Facet.PUBLICATION, year_value(timezone.localdate(public.published_at).year)),
        (Facet.CONFIRMATION, year_value(confirmed_on.year) if confirmed_on else None),
        (Facet.DISTANCE, _distance_class(projection, named)),
        *((Facet.GOAL, number) for number in projection["goals"]),
        *((Facet.PROPOSAL, each["proposal"]) for each in projection["contributions"]),
        *(
            (Facet.CONTRIBUTION, value_of_contribution(each, public.provenance))
            for each in projection["contributions"]
        ),
    )
    of_named = (each.facets for each in named.indexed_in(projection))
    values = own.union(_period_of(projection), _content_of(projection), *of_named)
    stated = {facet for facet, _value in values}
    return values.union([pair for facet, pair in _EMPTY.items() if facet not in stated])
