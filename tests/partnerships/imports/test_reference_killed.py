"""The loading of authorities and of towns is killed in the middle, then done again: none is half
loaded, none twice. Where some are loaded already, others write meanwhile.
"""

import subprocess
import time
from contextlib import contextmanager
from itertools import islice

import pytest
from django.db import connection
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


AUTHORITIES_LOADED = {
    "module": "authorities",
    "load": "load_authorities",
    "read": "read_rows",
    "rows": AUTHORITIES,
}
TOWNS_LOADED = {"module": "places", "load": "load_places", "read": "read_towns", "rows": TOWNS}


def load_and_be_killed(batches, meanwhile, **names):
    """Kills the load after `batches` and one more, once `meanwhile` is done."""
    loader = begin(LOADER.format(**names), stdout=subprocess.PIPE, text=True)
    lines = [loader.stdout.readline() for _batch in range(batches)]
    meanwhile()
    lines.append(loader.stdout.readline())
    kill(loader)
    loader.stdout.close()
    assert lines[-1]


def write_at_once():
    start = time.monotonic()
    Country.objects.filter(pk="MA").update(name_en="Morocco")
    assert time.monotonic() - start < 3


@contextmanager
def first_rows(module, name, rows):
    """Has this process read the first `rows` of each file, as the one that is killed does."""
    read = getattr(module, name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, lambda *paths: islice(read(*paths), rows))
        yield


def indexes_of(*models):
    with connection.cursor() as cursor:
        return {
            (name, tuple(each["columns"]))
            for model in models
            for name, each in connection.introspection.get_constraints(
                cursor, model._meta.db_table
            ).items()
            if each["index"]
        }


def point_of(country):
    place = Country.objects.get(pk=country)
    return round(place.latitude), round(place.longitude)


@pytest.mark.django_db(transaction=True)
def test_towns_survive_a_kill_and_place_the_countries():
    load_countries()
    with first_rows(places, "read_towns", 200):
        load_places()

    for batches in (1, 3):
        load_and_be_killed(batches, write_at_once, **TOWNS_LOADED)
        terms = PlaceTerm.objects.filter(place=OuterRef("pk"))
        assert Place.objects.count() > 200
        assert not Place.objects.exclude(Exists(terms)).exists()
    with first_rows(places, "read_towns", TOWNS):
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
    with first_rows(authorities, "read_rows", 200):
        load_authorities()

    load_and_be_killed(5, write_at_once, **AUTHORITIES_LOADED)
    terms = LocalAuthorityTerm.objects.filter(authority=OuterRef("pk"))
    assert LocalAuthority.objects.count() > 200
    assert not LocalAuthority.objects.exclude(Exists(terms)).exists()
    with first_rows(authorities, "read_rows", AUTHORITIES):
        count = load_authorities()

    assert count == LocalAuthority.objects.existing().count() == LocalAuthority.objects.count()
    assert not LocalAuthority.objects.exclude(Exists(terms)).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("loaded", "module", "load", "models"),
    [
        (TOWNS_LOADED, places, load_places, (Place, PlaceTerm)),
        (AUTHORITIES_LOADED, authorities, load_authorities, (LocalAuthority, LocalAuthorityTerm)),
    ],
)
def test_first_load_that_is_killed_leaves_nothing_and_the_next_makes_all_indexes(
    loaded, module, load, models
):
    load_countries()
    indexes = indexes_of(*models)
    assert len(indexes) >= 4

    load_and_be_killed(2, lambda: None, **loaded)

    assert [model.objects.exists() for model in models] == [False, False]
    assert indexes_of(*models) == indexes
    with first_rows(module, loaded["read"], 5_000):
        assert load() > 4_000
    assert indexes_of(*models) == indexes
