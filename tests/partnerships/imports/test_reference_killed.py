"""The loading of authorities and of towns lets others write, is killed in the middle, then resumed:
none is half loaded, none twice.
"""

import subprocess
import time
from itertools import islice

import pytest
from django.db.models import Exists, OuterRef

from partnerships.imports.reference import authorities, places
from partnerships.imports.reference.authorities import load_authorities
from partnerships.imports.reference.places import load_countries, load_places
from partnerships.models import Country, LocalAuthority, LocalAuthorityTerm, Place, PlaceTerm
from tests.factories.killing import begin, kill

# Six batches of towns, eight of authorities: the upgrade of a database loads all of both.
TOWNS, AUTHORITIES = 12_000, 16_000
# What `prepare` does; it prints a line for each batch.
LOADER = """
from itertools import islice
from partnerships.imports.reference import {module} as module
read = module.{read}
module.{read} = lambda *paths: islice(read(*paths), {rows})
write = module.upsert_rows
def write_and_print(model, *arguments, **options):
    write(model, *arguments, **options)
    print(model.__name__, flush=True)
module.upsert_rows = write_and_print
module.{load}()
"""


def load_and_be_killed(batches, **names):
    code = LOADER.format(**names)
    loader = begin(code, stdout=subprocess.PIPE, text=True)
    lines = [loader.stdout.readline() for _batch in range(batches)]
    # Others have their turn.
    start = time.monotonic()
    Country.objects.filter(pk="MA").update(name_en="Morocco")
    assert time.monotonic() - start < 3
    lines.append(loader.stdout.readline())
    kill(loader)
    loader.stdout.close()
    assert lines[-1]


def shorten(monkeypatch, module, name, rows):
    """Has this process read the first `rows` of each file, as the one that is killed does."""
    read = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *paths: islice(read(*paths), rows))


def point_of(country):
    place = Country.objects.get(pk=country)
    return round(place.latitude), round(place.longitude)


@pytest.mark.django_db(transaction=True)
def test_towns_survive_a_kill_and_place_the_countries(monkeypatch):
    shorten(monkeypatch, places, "read_towns", TOWNS)
    load_countries()

    for batches in (1, 3):
        load_and_be_killed(
            batches, module="places", load="load_places", read="read_towns", rows=TOWNS
        )
        terms = PlaceTerm.objects.filter(place=OuterRef("pk"))
        assert Place.objects.count() > 0
        assert not Place.objects.exclude(Exists(terms)).exists()
    count = load_places()

    assert count == Place.objects.count() > TOWNS * 0.9
    assert PlaceTerm.objects.values("place").distinct().count() == count
    assert PlaceTerm.objects.count() == PlaceTerm.objects.values("place", "term").distinct().count()
    assert Country.objects.count() == 250
    named = set(Place.objects.values_list("country", flat=True))
    assert set(Country.objects.exclude(latitude=None).values_list("pk", flat=True)) == named
    assert point_of("AD") == (43, 2)


@pytest.mark.django_db(transaction=True)
def test_authorities_survive_a_kill(monkeypatch):
    shorten(monkeypatch, authorities, "read_rows", AUTHORITIES)
    load_countries()

    names = {"module": "authorities", "load": "load_authorities", "read": "read_rows"}
    load_and_be_killed(5, **names, rows=AUTHORITIES)
    terms = LocalAuthorityTerm.objects.filter(authority=OuterRef("pk"))
    assert LocalAuthority.objects.count() > 0
    assert not LocalAuthority.objects.exclude(Exists(terms)).exists()
    count = load_authorities()

    assert count == LocalAuthority.objects.existing().count() == LocalAuthority.objects.count()
    assert not LocalAuthority.objects.exclude(Exists(terms)).exists()
