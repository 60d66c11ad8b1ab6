"""The maps of a comparison: one for each of the things compared, with one frame and one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from partnerships.maps.drawing import Drawing
from partnerships.maps.frames import world
from partnerships.maps.france import CountedPoint, counted_drawing, ground_of_france
from partnerships.maps.land import departement_centre
from partnerships.maps.result import CountedPlaces
from partnerships.maps.world_map import WorldMap
from partnerships.models import Facet
from partnerships.pages.comparison.column import Column
from partnerships.registry.comparison.subjects import Subject

# Two maps stand on a line.
WORLD = world(564)
NARROW = 21


@dataclass(frozen=True)
class ComparedMap:
    """`unplaced`: « La Réunion 3 » of what is not on it; `is_empty`: no partnership is known."""

    subject: Subject
    drawing: Drawing
    unplaced: str
    is_empty: bool


def _named(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {intcomma(count)}" for name, count in counts)


def _titled(column: Column, text: str) -> str:
    return _("%(name)s\u202f: %(map)s") % {"name": column.subject.name, "map": text}


def _world_map(column: Column) -> ComparedMap:
    """Returns the countries of its partners."""
    places = CountedPlaces(column.counts_of(Facet.COUNTRY), column.counts_of(Facet.CONTINENT))
    drawing = WorldMap(
        places,
        lambda code: column.address(**{Facet.COUNTRY.value: code}),
        lambda code: column.address(**{Facet.CONTINENT.value: code}),
        WORLD,
        NARROW,
    ).drawing()
    unplaced = _named((each.name, each.count) for each in places.countries if not each.point)
    title = _titled(column, _("le monde, un cercle par pays du partenaire"))
    return ComparedMap(column.subject, replace(drawing, title=title), unplaced, not column.count)


def _french_map(column: Column) -> ComparedMap:
    """Returns the départements of its French authorities."""
    counts = column.counts_of(Facet.DEPARTEMENT)
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
        if (point := departement_centre(code))
    ]
    title = _titled(column, _("la France, un cercle par département"))
    drawing = counted_drawing(ground_of_france(), title, placed)
    unplaced = [code for code in codes if not departement_centre(code)]
    names = _named((labels[code], counts[code]) for code in unplaced)
    return ComparedMap(column.subject, drawing, names, not column.count)


def compared_maps(facet: Facet, columns: Sequence[Column]) -> list[ComparedMap]:
    """Returns the map of each column: of countries, the French side; of others, the world."""
    draw = _french_map if facet == Facet.COUNTRY else _world_map
    return [draw(column) for column in columns]
