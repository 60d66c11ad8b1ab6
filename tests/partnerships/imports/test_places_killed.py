"""The loading of towns lets others write, is killed in the middle, then resumed: no town is half
loaded, none twice.
"""

import subprocess
import time

import pytest
from django.db.models import Exists, OuterRef

from partnerships.imports.reference.places import load_countries, load_places
from partnerships.models import Country, Place, PlaceTerm
from tests.factories.killing import begin, kill

# Countries of ISO 3166-1 where GeoNames knows no town.
TOWNLESS = {"AQ", "BV", "HM", "UM"}
# What `prepare` does; it tells each batch of towns.
LOADER = """
from partnerships.imports.reference import places
write = places.upsert_rows
def told(model, *arguments, **options):
    write(model, *arguments, **options)
    print(model.__name__, flush=True)
places.upsert_rows = told
places.load_places()
"""


def load_and_be_killed(batches):
    loader = begin(LOADER, stdout=subprocess.PIPE, text=True)
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
def test_towns_survive_a_kill_and_place_the_countries():
    load_countries()

    for batches in (1, 8):
        load_and_be_killed(batches)
        terms = PlaceTerm.objects.filter(place=OuterRef("pk"))
        assert Place.objects.count() > 0
        assert not Place.objects.exclude(Exists(terms)).exists()
    count = load_places()

    assert count == Place.objects.count() > 200_000
    assert PlaceTerm.objects.values("place").distinct().count() == count
    assert PlaceTerm.objects.count() == PlaceTerm.objects.values("place", "term").distinct().count()
    assert Country.objects.count() == 250
    assert point_of("MA") == (34, -7)
    assert point_of("VA") == (42, 12)
    assert set(Country.objects.filter(latitude=None).values_list("pk", flat=True)) == TOWNLESS
