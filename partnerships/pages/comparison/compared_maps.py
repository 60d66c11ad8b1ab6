"""The maps of a comparison: one for each of the things compared, with one frame and one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from partnerships.maps.circles import UNIT, unit_of
from partnerships.maps.drawing import Drawing
from partnerships.maps.frames import EUROPE, Frame, world
from partnerships.maps.france import (
    FRANCE,
    CountedPoint,
    counted_drawing,
    french_unit,
    ground_of_france,
)
from partnerships.maps.land import departement_centre
from partnerships.maps.result import CountedCountry, CountedPlaces
from partnerships.maps.world_map import WorldMap
from partnerships.models import Facet
from partnerships.pages.comparison.column import Column
from partnerships.proximity import Point
from partnerships.registry.comparison.subjects import Subject

# Two maps stand on a line.
WORLD = world(564)
NARROW = 21
# From this part of the partnerships on, Europe is shown, and what is elsewhere is named.
MOSTLY = 2 / 3


@dataclass(frozen=True)
class ComparedMap:
    """`unplaced`: « La Réunion 3 » of what is not on it."""

    subject: Subject
    drawing: Drawing
    unplaced: str


@dataclass(frozen=True)
class ComparedMaps:
    """The maps of those that have something to place. `is_small`: three stand on a line."""

    title: str
    maps: list[ComparedMap]
    is_small: bool


def _named(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {intcomma(count)}" for name, count in counts)


def _maps(title: str, is_small: bool, drawn: Iterable[tuple[Column, Drawing, str]]) -> ComparedMaps:
    maps = [
        ComparedMap(
            column.subject, replace(drawing, title=f"{column.subject.name} – {title}"), unplaced
        )
        for column, drawing, unplaced in drawn
    ]
    return ComparedMaps(title, maps, is_small)


def _country_map(
    column: Column, places: CountedPlaces, frame: Frame, unit: float
) -> tuple[Drawing, str]:
    """Returns the countries of its partners, and those that are not on it."""
    drawing = WorldMap(
        places,
        lambda code: column.address(**{Facet.COUNTRY.value: code}),
        lambda code: column.address(**{Facet.CONTINENT.value: code}),
        frame,
        NARROW,
        unit,
    ).drawing()
    shown = {each.code for each in places.within(frame)}
    outside = [(each.name, each.count) for each in places.countries if each.code not in shown]
    return drawing, _named(outside)


def _is_european(places: Iterable[CountedPlaces]) -> bool:
    """Whether most of the partnerships are on the map of Europe."""
    inside = sum(each.count for one in places for each in one.within(EUROPE))
    return inside >= MOSTLY * sum(each.count for one in places for each in one.countries)


def _country_maps(columns: Sequence[Column], known: dict[str, CountedCountry]) -> ComparedMaps:
    places = [
        CountedPlaces(known, column.counts[Facet.COUNTRY], column.counts[Facet.CONTINENT])
        for column in columns
    ]
    frame, title = WORLD, _("Dans le monde, un cercle par pays du partenaire")
    is_european = _is_european(places)
    if is_european:
        frame, title = EUROPE, _("En Europe et autour, un cercle par pays du partenaire")
    pairs = zip(columns, places, strict=True)
    counts = ([each.count for each in one.within(frame)] for one in places)
    unit = min((unit_of(each, frame) for each in counts), default=UNIT)
    drawn = [(column, *_country_map(column, counted, frame, unit)) for column, counted in pairs]
    return _maps(title, is_european, drawn)


def _place_in_france(code: str) -> Point | None:
    """Returns the middle of a département, None if it is not on the map of France."""
    point = departement_centre(code)
    return point if point and FRANCE.holds(FRANCE.place(point)) else None


def _french_map(column: Column, unit: float) -> tuple[Drawing, str]:
    """Returns the départements of its French authorities, and those that are not on it."""
    counts = column.counts[Facet.DEPARTEMENT]
    labels = column.labels.of(Facet.DEPARTEMENT, counts)
    codes = sorted(labels, key=lambda code: (-counts[code], labels[code]))
    placed = [
        CountedPoint(
            labels[code].removesuffix(f" ({code})"),
            point,
            counts[code],
            column.address(**{Facet.DEPARTEMENT.value: code}),
        )
        for code in codes
        if (point := _place_in_france(code))
    ]
    drawing = counted_drawing(
        ground_of_france(), _("La France, un cercle par département"), placed, unit
    )
    return drawing, _named(
        (labels[code], counts[code]) for code in codes if not _place_in_france(code)
    )


def compared_maps(
    facet: Facet, columns: Sequence[Column], known: dict[str, CountedCountry]
) -> ComparedMaps | None:
    """Returns the maps: of countries, the French side; of others, their countries, which `known`
    places. None where nothing has a place.
    """
    columns = [column for column in columns if column.count]
    if facet == Facet.COUNTRY:
        title = _("En France, un cercle par département")
        counts = (column.counts[Facet.DEPARTEMENT].values() for column in columns)
        unit = min((french_unit(each, FRANCE) for each in counts), default=UNIT)
        found = _maps(title, True, [(column, *_french_map(column, unit)) for column in columns])
    else:
        found = _country_maps(columns, known)
    return found if any(each.drawing.circles for each in found.maps) else None
