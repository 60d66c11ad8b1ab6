"""The version of the public registry: a number raised by all that changes its rows."""

import time
from collections.abc import Iterable

from django.db import connection, transaction

from partnerships.models import RegistryChange, RegistryVersion
from partnerships.publication.table import Table

CHANGES = Table(RegistryChange, "version", "partnership")
# Microseconds since 1970, or the next number if the clock went back: a database that was restored
# takes no number that it had given before.
RAISE = """INSERT INTO partnerships_registryversion (id, number) VALUES (1, %s)
ON CONFLICT (id) DO UPDATE SET number = CASE
    WHEN excluded.number > partnerships_registryversion.number THEN excluded.number
    ELSE partnerships_registryversion.number + 1
END
RETURNING number"""


def registry_version() -> int:
    """Returns the current version, 0 before the first publication. One query."""
    return next(iter(RegistryVersion.objects.values_list("number", flat=True)), 0)


@transaction.atomic
def raise_registry_version(partnerships: Iterable[int] = ()) -> int:
    """Makes a new version, in which the public rows or facets of `partnerships` changed.

    Returns it. Called inside the transaction of the change, so that both are seen at once;
    another one waits here until the end of that transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [time.time_ns() // 1_000])
        [number] = cursor.fetchone()
    CHANGES.insert([(number, pk) for pk in partnerships] or [(number, None)])
    return number
