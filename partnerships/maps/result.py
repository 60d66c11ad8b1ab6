"""What a result of the registry has to show on a map: countries, towns, links between them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import accumulate
from typing import ClassVar

from django.db.models import QuerySet

from partnerships.maps.frames import Frame
from partnerships.models import NOT_STATED, Country, Facet, Partnership, PartnershipFacet
from partnerships.proximity import Point, point_of
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.publication.located_values import read_located
from partnerships.registry.comparison.sources import Source, source_filterset, whole_source
from partnerships.registry.facets.counts import Counts, stored_counts
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.profile import counts_within

# Partnerships without a place are named up to this number.
UNPLACED_SHOWN = 20


class CountryPlace:
    """Where the circle of `country` stands: in the middle of the `towns` of its partners, which
    takes long to find where they are many, or in the capital.
    """

    def __init__(self, country: Country, towns: Mapping[Point, int]):
        self.country, self.towns = country, towns

    @cached_property
    def point(self) -> Point | None:
        """None without a known town, if that of the capital is not known either."""
        return median_point(self.towns.items()) if self.towns else point_of(self.country)

    @property
    def is_known(self) -> bool:
        return bool(self.towns or self.point)


@dataclass(frozen=True)
class CountedCountry:
    """A country of the result, its number of partnerships, and where its circle stands."""

    country: Country
    count: int
    place: CountryPlace

    @property
    def point(self) -> Point | None:
        return self.place.point

    @property
    def has_town(self) -> bool:
        """Whether the place of at least one of its partners is known."""
        return bool(self.place.towns)

    @property
    def code(self) -> str:
        return self.country.pk

    @property
    def name(self) -> str:
        return self.country.name


def _median(values: Iterable[tuple[float, int]]) -> float:
    """Returns the median of weighted values: the lower one of two."""
    values = sorted(values)
    half = sum(weight for _value, weight in values) / 2
    reached = accumulate(weight for _value, weight in values)
    return next(
        value
        for (value, _weight), sum_so_far in zip(values, reached, strict=True)
        if sum_so_far >= half
    )


def median_point(points: Iterable[tuple[Point, int]]) -> Point:
    """Returns, of weighted points, the one that is nearest to their median latitude and longitude.

    Longitudes are compared as numbers: no country with partners lies across the 180° line.
    """
    points = sorted(points)
    if len(points) == 1:
        return points[0][0]
    latitude = _median((point[0], weight) for point, weight in points)
    longitude = _median((point[1], weight) for point, weight in points)
    return min(
        (point for point, _weight in points),
        key=lambda each: (each[0] - latitude) ** 2 + (each[1] - longitude) ** 2,
    )


class WholeRegistry:
    """All partnerships, from the stored counts."""

    chosen: ClassVar = {}

    def found(self, *facets: Facet) -> Counts:
        return stored_counts(facets)

    def rows(self) -> QuerySet[Partnership]:
        return Partnership.objects.listed()


class CountedWithin:
    """The partnerships that have one value of a facet, and one of `provenances` if any is given."""

    chosen: ClassVar = {}

    def __init__(self, facet: Facet, value: str, provenances: Sequence[str] = ()):
        self.facet, self.value, self.provenances = facet, value, provenances

    def found(self, *facets: Facet) -> Counts:
        counts = counts_within(self.facet, self.value, facets, self.provenances)
        return {facet: Counter(counts[facet]) for facet in facets}


class ResultPlaces:
    """The countries, towns and seats of what `filterset` finds; its rows are not read."""

    def __init__(self, filterset: PartnershipFilterSet | WholeRegistry | CountedWithin):
        self.filterset = filterset
        self._found = filterset.found(
            Facet.ALL, Facet.CONTINENT, Facet.COUNTRY, Facet.REGION, Facet.SEAT, Facet.TOWN
        )

    @property
    def count(self) -> int:
        """How many partnerships are found."""
        return self._found[Facet.ALL][""]

    @property
    def placed_count(self) -> int:
        """How many of them have a partner whose town is known."""
        return self.count - self._found[Facet.TOWN][NOT_STATED]

    @property
    def has_unplaced(self) -> bool:
        """Whether a partnership has no partner whose town is known."""
        return bool(self._found[Facet.TOWN][NOT_STATED])

    def _located(self, facet) -> Iterator[tuple[str, Point, int]]:
        for value, count in self._found[facet].items():
            if value != NOT_STATED:
                yield (*read_located(value), count)

    @cached_property
    def towns(self) -> dict[str, Counter]:
        """{country: {point: number of partnerships}} of the partners."""
        towns = defaultdict(Counter)
        for country, point, count in self._located(Facet.TOWN):
            towns[country][point] = count
        return {country: points for country, points in towns.items() if self._is_chosen(country)}

    def _is_chosen(self, country):
        """Whether a country is among the chosen ones, if any are: partnerships found by one may
        have partners in others.
        """
        chosen = self.filterset.chosen.get(Facet.COUNTRY)
        return not chosen or country in chosen

    @cached_property
    def seats(self) -> dict[str, Counter]:
        """{région: {point: number of partnerships}} of the French authorities."""
        seats = defaultdict(Counter)
        for region, point, count in self._located(Facet.SEAT):
            seats[region][point] = count
        return dict(seats)

    def count_of_region(self, code: str) -> int:
        return self._found[Facet.REGION][code]

    def continent_count(self, code: str) -> int:
        return self._found[Facet.CONTINENT][code]

    @cached_property
    def countries(self) -> list[CountedCountry]:
        """The countries of the partners, those with the most partnerships first."""
        known = Country.objects.in_bulk(sorted(self._found[Facet.COUNTRY]))
        counted = [
            CountedCountry(known[code], count, self._place_of(known[code]))
            for code, count in self._found[Facet.COUNTRY].items()
            if code in known and self._is_chosen(code)
        ]
        return sorted(counted, key=lambda each: (-each.count, each.country.sort_key))

    def _place_of(self, country):
        return CountryPlace(country, self.towns.get(country.pk, {}))

    @cached_property
    def unplaced(self) -> list[Partnership]:
        """The first partnerships of which no partner has a known place, by title."""
        if not self.has_unplaced:
            return []
        unplaced = PartnershipFacet.objects.filter(facet=Facet.TOWN, value=NOT_STATED)
        rows = self.filterset.rows().filter(pk__in=unplaced.values("partnership"))
        return list(rows.order_by("sort_key", "pk")[:UNPLACED_SHOWN])

    @property
    def other_unplaced_count(self) -> int:
        """How many more there are."""
        return self.count - self.placed_count - len(self.unplaced)

    @property
    def without_town(self) -> list[CountedCountry]:
        """The countries of which no town is known."""
        return [each for each in self.countries if not each.has_town]


@kept_by_version
def whole_places() -> ResultPlaces:
    """Returns those of the whole registry."""
    return ResultPlaces(WholeRegistry())


@cache
def source_places(source: Source) -> Callable[[], ResultPlaces]:
    """Returns what gives those of all partnerships of a source."""

    @kept_by_version
    def places():
        return ResultPlaces(source_filterset(source))

    return places


def places_found(filterset: PartnershipFilterSet) -> ResultPlaces:
    """Returns those of what `filterset` finds."""
    if filterset.finds_all:
        return whole_places()
    source = whole_source(filterset)
    return source_places(source)() if source else ResultPlaces(filterset)


@kept_by_version
def known_countries() -> dict[str, CountedCountry]:
    """Returns the countries of the whole registry."""
    return {each.code: each for each in whole_places().countries}


class CountedPlaces:
    """The countries of partnerships that are already counted. `known`: those of the registry; each
    stands where the whole registry has it, so that maps are compared.
    """

    def __init__(
        self, known: dict[str, CountedCountry], by_country: Counter, by_continent: Counter
    ):
        counted = [replace(known[code], count=n) for code, n in by_country.items() if code in known]
        self.countries = sorted(counted, key=lambda each: (-each.count, each.country.sort_key))
        self._by_continent = by_continent

    def continent_count(self, code: str) -> int:
        return self._by_continent[code]

    def within(self, frame: Frame) -> list[CountedCountry]:
        """Returns the countries whose circles are in `frame`."""
        placed = (each for each in self.countries if each.point)
        return [each for each in placed if frame.holds(frame.place(each.point))]
