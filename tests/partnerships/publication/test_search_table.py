"""What is removed from the index leaves its file, by statements that let others write."""

import random
import time

import pytest
from django.db import connection

from partnerships.publication.search_table import DOSSIERS, MERGED_PAGES

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "qqsecret"


def blocks_with(word: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT block FROM {DOSSIERS.name}_data")  # noqa: S608
        return sum(word.encode() in block for (block,) in cursor.fetchall())


def fill(rows, draw):
    words = [f"m{draw.randrange(10**6)}" for _word in range(5_000)]
    for start in range(1, rows, 250):
        DOSSIERS.insert([(pk, set(draw.choices(words, k=60))) for pk in range(start, start + 250)])


@pytest.mark.sqlite
def test_tokens_of_removed_rows_leave_the_file_by_short_statements():
    fill(10_000, random.Random(1))
    DOSSIERS.insert([(10**6, {WORD})])
    assert blocks_with(WORD)
    DOSSIERS.write([10**6], [])
    assert blocks_with(WORD)
    times = []

    def timed(execute, sql, params, many, context):
        start = time.monotonic()
        result = execute(sql, params, many, context)
        times.append(time.monotonic() - start)
        return result

    with connection.execute_wrapper(timed):
        DOSSIERS.forget_removed()

    assert not blocks_with(WORD)
    assert len(times) > 3
    assert max(times) < 0.5, MERGED_PAGES
    count = DOSSIERS.count()
    DOSSIERS.forget_removed()
    assert DOSSIERS.count() == count


def test_an_empty_index_has_nothing_to_forget():
    DOSSIERS.forget_removed()

    assert DOSSIERS.count() == 0
