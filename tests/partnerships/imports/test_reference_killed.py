"""The loading of authorities and of towns lets others write, is killed in the middle, then resumed:
none is half loaded, none twice.
"""

import subprocess
import time
from itertools import islice

import pytest
from django.db.models import Exists, OuterRef

from partnerships.imports.reference import places
from partnerships.imports.reference.authorities import load_authorities
from partnerships.imports.reference.places import load_countries, load_places
from partnerships.models import Country, LocalAuthority, LocalAuthorityTerm, Place, PlaceTerm
from tests.factories.killing import begin, kill

# Fifteen batches: the upgrade of a database loads all towns.
TOWNS = 30_000
# What `prepare` does; it prints a line for each batch.
LOADER = """
from itertools import islice
from partnerships.imports.reference import {module} as module
if towns := getattr(module, "read_towns", None):
    module.read_towns = lambda: islice(towns(), {towns})
write = module.upsert_rows
def write_and_print(model, *arguments, **options):
    write(model, *arguments, **options)
    print(model.__name__, flush=True)
module.upsert_rows = write_and_print
module.{load}()
"""


def load_and_be_killed(module, load, batches):
    code = LOADER.format(module=module, load=load, towns=TOWNS)
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


def point_of(country):
    place = Country.objects.get(pk=country)
    return round(place.latitude), round(place.longitude)


@pytest.mark.django_db(transaction=True)
def test_towns_survive_a_kill_and_place_the_countries(monkeypatch):
    read_towns = places.read_towns
    monkeypatch.setattr(places, "read_towns", lambda: islice(read_towns(), TOWNS))
    load_countries()

    for batches in (1, 8):
        load_and_be_killed("places", "load_places", batches)
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
def test_authorities_survive_a_kill():
    load_countries()

    load_and_be_killed("authorities", "load_authorities", 6)
    terms = LocalAuthorityTerm.objects.filter(authority=OuterRef("pk"))
    assert LocalAuthority.objects.count() > 0
    assert not LocalAuthority.objects.exclude(Exists(terms)).exists()
    count = load_authorities()

    assert count == LocalAuthority.objects.existing().count() == LocalAuthority.objects.count()
    assert not LocalAuthority.objects.exclude(Exists(terms)).exists()
