"""The map of a result as data: its table as CSV, its points as JSON."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from partnerships.files.french_csv import french_csv
from partnerships.maps.frames import WORLD
from partnerships.maps.links import MapLink
from partnerships.pages.map.result_map_page import MapPage
from partnerships.proximity import Point


def _link_rows(page: MapPage) -> Iterator[list]:
    yield [_("Collectivité"), _("Partenaire"), _("Pays"), _("Distance (km)"), _("Adresse")]
    for link in page.links.links:
        yield [
            str(link.authority),
            str(link.partner),
            link.partner.country.name,
            round(link.distance.nearest) if link.distance else "",
            link.partnership.get_absolute_url(),
        ]


def _counted_rows(page: MapPage) -> Iterator[list]:
    yield [_("Région") if page.is_by_region else _("Pays ou territoire"), _("Partenariats")]
    for row in page.rows:
        yield [row.name, row.count]


def map_table(page: MapPage) -> bytes:
    """Returns the table as CSV."""
    return french_csv(_counted_rows(page) if page.links is None else _link_rows(page))


def _pixels(point: Point) -> list[float]:
    return [round(value, 1) for value in WORLD.place(point)]


def _link_data(link: MapLink) -> dict:
    here, there = link.ends
    return {
        "from": _pixels(here),
        "to": _pixels(there),
        "authority": str(link.authority),
        "partner": str(link.partner),
        "address": link.partnership.get_absolute_url(),
    }


def map_data(page: MapPage) -> dict:
    """Returns the size of the world in pixels, and in its pixels the countries with their number,
    the towns and the seats with theirs (x, y, number), and the links if they are drawn.
    """
    places = page.places
    return {
        "width": WORLD.width,
        "height": WORLD.height,
        "count": page.count,
        "placed": places.placed_count,
        "countries": [
            {
                "code": each.code,
                "name": each.name,
                "count": each.count,
                "at": _pixels(each.point) if each.point else None,
            }
            for each in places.countries
        ],
        **{
            name: [
                [*_pixels(point), count]
                for points in of.values()
                for point, count in points.items()
            ]
            for name, of in (("towns", places.towns), ("seats", places.seats))
        },
        "links": [_link_data(link) for link in page.links.drawn] if page.links else [],
    }
