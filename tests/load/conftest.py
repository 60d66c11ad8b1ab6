"""The portal in service on the database of the test, with its world and its users."""

from contextlib import ExitStack, closing

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from tests.load.service import Service
from tests.load.users import Users
from tests.load.world import build

CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}}
CACHE["default"]["LOCATION"] = "portal_cache"


@pytest.fixture
def cache_table(transactional_db):
    """That of `prepare`, which migrations do not make."""
    with override_settings(CACHES=CACHE):
        call_command("createcachetable", verbosity=0)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE portal_cache")


@pytest.fixture
def portal(cache_table, tmp_path_factory):
    """Called with the size of the world, the processes of each service, and how many users come
    for how long: (service, users).
    """
    folder = tmp_path_factory.mktemp("load")
    with ExitStack() as opened:

        def start(size, processes, **options):
            service = opened.enter_context(closing(Service(folder, processes)))
            # While the programs start. One transaction: a commit each is slow on a real disk.
            with transaction.atomic():
                world = build(size)
            service.wait()
            users = Users(service.url, folder, world, **options)
            opened.callback(users.close)
            return service, users

        yield start
