"""Lists of records read what they show, not the content that each version published."""

import pytest
from django.db import connection
from django.urls import reverse

from partnerships.models import PartnershipVersion, RecordKind
from tests.factories.accounts import reviewer
from tests.factories.duplicates import pair_of
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
HEAVY = 100_000


class Reads:
    """Counts the queries that a page runs, and the characters of the texts that they return."""

    def __init__(self):
        self.queries = self.characters = 0
        self._is_own = False

    def __call__(self, execute, sql, params, many, context):
        if not self._is_own:
            self.queries += 1
            self.characters += self._read(sql, params) if sql.startswith("SELECT") else 0
        return execute(sql, params, many, context)

    def _read(self, sql, params):
        self._is_own = True
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
        self._is_own = False
        return sum(len(value) for row in rows for value in row if isinstance(value, str))


def read_by(client, address):
    client.get(address)
    reads = Reads()
    with connection.execute_wrapper(reads):
        assert client.get(address).status_code == 200
    return reads


@pytest.mark.parametrize(
    ("name", "queries", "contents"),
    # The page of a pair compares the content of both records, and reads each once.
    [("duplicate_list", 10, 0), ("record_pair", 16, 2)],
)
def test_content_is_read_only_where_it_is_compared(client, name, queries, contents):
    rows = [published() for _rank in range(6)]
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        pair_of(RecordKind.PARTNERSHIP, one, other)
    pair = [RecordKind.PARTNERSHIP, rows[0].pk, rows[1].pk] if name == "record_pair" else []
    address = reverse(f"partnerships:{name}", args=pair)
    client.force_login(reviewer())
    light = read_by(client, address)
    for version in PartnershipVersion.objects.all():
        version.projection = f"{version.projection}{' ' * HEAVY}"
        version.save()

    heavy = read_by(client, address)

    assert (light.queries, heavy.queries) == (queries, queries)
    assert heavy.characters - light.characters == contents * HEAVY
