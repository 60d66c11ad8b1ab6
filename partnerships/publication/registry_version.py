"""The version of the public registry: a number raised by all that changes its rows.

Other than the version of public pages (`public_version.py`), it grows in the order of commits, and
`RegistryChange` tells what changed since an earlier one.
"""

import time
from collections.abc import Iterable

from django.db import connection, transaction

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.models import RegistryChange, RegistryVersion
from partnerships.publication.table import Table

CHANGES = Table(RegistryChange, "version", "partnership")
# The time, or the next number if the clock went back.
RAISE = """INSERT INTO partnerships_registryversion (id, number) VALUES (1, %s)
ON CONFLICT (id) DO UPDATE SET number = CASE
    WHEN excluded.number > partnerships_registryversion.number THEN excluded.number
    ELSE partnerships_registryversion.number + 1
END
RETURNING number"""
READ = PreparedQuery(lambda: RegistryVersion.objects.values_list("number"))


def version_at(time_in_seconds: float) -> int:
    """Returns the version of a change made at that Unix time: its microseconds, so that a database
    that was restored takes no number that it had given before.
    """
    return int(time_in_seconds * 1_000_000)


def registry_version() -> int:
    """Returns the current version, 0 before the first publication. One query."""
    rows = READ.rows()
    return rows[0][0] if rows else 0


@transaction.atomic
def raise_registry_version(partnerships: Iterable[int] = ()) -> int:
    """Makes a new version, in which the public rows or facets of `partnerships` changed.

    Returns it. Called inside the transaction of the change, so that both are seen at once; other
    changes wait here until that transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [version_at(time.time())])
        [number] = cursor.fetchone()
    CHANGES.insert([(number, pk) for pk in partnerships] or [(number, None)])
    return number
