"""The loading of towns is killed in the middle, then resumed: nothing half, nothing twice."""

import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from partnerships.imports.reference_places import load_countries, load_places
from partnerships.models import Country, Place, PlaceTerm

# What `prepare` does, in its own process, on the database of this test; it tells each batch.
LOADER = """
import django, sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
django.setup()
from partnerships.imports import reference_places
write = reference_places.write_rows
def told(model, *arguments, **options):
    write(model, *arguments, **options)
    print(model.__name__, flush=True)
reference_places.write_rows = told
reference_places.load_places()
"""


def load_and_be_killed(batches):
    name = str(connection.settings_dict["NAME"])
    loader = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", LOADER.format(name=name)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = [loader.stdout.readline() for _batch in range(batches)]
    loader.kill()
    loader.stdout.close()
    assert loader.wait() == -signal.SIGKILL
    assert lines[-1]


@pytest.mark.django_db(transaction=True)
def test_towns_survive_a_kill():
    load_countries()

    for batches in (1, 8):
        load_and_be_killed(batches)
        assert Place.objects.count() == 0
        assert PlaceTerm.objects.count() == 0
    count = load_places()

    assert count == Place.objects.count() > 200_000
    assert PlaceTerm.objects.values("place").distinct().count() == count
    assert PlaceTerm.objects.count() == PlaceTerm.objects.values("place", "term").distinct().count()
    assert Country.objects.count() == 250
