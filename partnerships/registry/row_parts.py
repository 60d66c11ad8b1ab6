"""What the rows of a list read of their partnerships: parties, themes and first pictures, each in
one query of plain values.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Model

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.models import Partnership, PartnershipImage, located_in
from partnerships.registry.lists import Lists, lists

# Between names with their place, which has a comma.
SEPARATOR = "\u202f; "


class Party(NamedTuple):
    """A party of a partnership, where it is ("" where its name says so), and its point."""

    name: str
    place: str
    latitude: float | None
    longitude: float | None

    @property
    def located_name(self) -> str:
        """« Lille, Nord (59) », « Oujda, Maroc »."""
        return f"{self.name}, {self.place}" if self.place else self.name


class RowPicture(NamedTuple):
    """A picture, as `_picture.html` shows it."""

    uuid: str
    widths: tuple[int, ...]
    width: int
    height: int
    alternative: str


def located_sides(partnership: Partnership) -> tuple[str, str]:
    """Returns the names of both sides of a partnership of `with_sides`, each with its place."""
    here = (link.authority.located_name for link in partnership.authority_links)
    there = (link.partner.located_name for link in partnership.partner_links)
    return SEPARATOR.join(here), SEPARATOR.join(there)


Parties = dict[int, list[Party]]
HERE = tuple(
    f"authority__{name}"
    for name in ("name", "kind", "departement", "region", "latitude", "longitude")
)
THERE = tuple(
    f"partner__{name}" for name in ("name_fr", "name", "country", "latitude", "longitude")
)


@lru_cache(maxsize=128)
def _links(model: type[Model], count: int, *names: str) -> PreparedQuery:
    """Returns what is asked with the keys of `count` partnerships, more than none."""
    stand_ins = range(count)
    return PreparedQuery(
        lambda: model.objects.filter(partnership__in=stand_ins).values_list("partnership", *names)
    )


@lru_cache(maxsize=128)
def _images(count: int) -> PreparedQuery:
    stand_ins = range(count)
    return PreparedQuery(lambda: PartnershipImage.objects.filter(partnership__in=stand_ins))


def parties_here(keys: Iterable[int], names: Lists) -> Parties:
    """Returns the authorities of the partnerships `keys`."""
    keys, parties = list(keys), defaultdict(list)
    links = _links(Partnership.authorities.through, len(keys), *HERE).rows(*keys)
    for key, name, kind, departement, region, *point in links:
        places = names.departements.get(departement, ""), names.regions.get(region, "")
        parties[key].append(Party(name, located_in(kind, *places), *point))
    return parties


def parties_there(keys: Iterable[int], names: Lists) -> Parties:
    """Returns the partners of the partnerships `keys`."""
    keys, parties = list(keys), defaultdict(list)
    links = _links(Partnership.partners.through, len(keys), *THERE).rows(*keys)
    for key, french, own, country, *point in links:
        name, place = french or own, names.countries[country].name
        parties[key].append(Party(name, "" if place == name else place, *point))
    return parties


def _themes(keys, names: Lists) -> dict[int, list[str]]:
    slugs = defaultdict(set)
    for key, slug in _links(Partnership.themes.through, len(keys), "theme").rows(*keys):
        slugs[key].add(slug)
    return {
        key: [theme.name for slug, theme in names.themes.items() if slug in own]
        for key, own in slugs.items()
    }


def _pictures(keys) -> dict[int, RowPicture]:
    """Returns the first picture of each, if it may be shown."""
    first = {}
    for image in _images(len(keys)).all(*keys):
        first.setdefault(image.partnership_id, image)
    return {
        key: RowPicture(
            str(image.uuid), tuple(image.widths), image.width, image.height, image.alternative
        )
        for key, image in first.items()
        if image.is_served
    }


class RowParts:
    """The parts of all `partnerships` (their keys), each by the key of its partnership."""

    def __init__(self, partnerships: Iterable[int]):
        keys = list(partnerships)
        self.here: Parties = {}
        self.there: Parties = {}
        self.themes: dict[int, list[str]] = {}
        self.pictures: dict[int, RowPicture] = {}
        if keys:
            names = lists()
            self.here, self.there = parties_here(keys, names), parties_there(keys, names)
            self.themes, self.pictures = _themes(keys, names), _pictures(keys)
