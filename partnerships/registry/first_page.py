"""The first page of a result, from the facet sets that this process holds: the keys of its rows are
known, and are not looked for.
"""

from collections.abc import Sequence
from functools import lru_cache

from pyroaring import BitMap

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.models import Partnership
from partnerships.registry.pagination import Page


@lru_cache(maxsize=64)
def _listed(count: int) -> PreparedQuery:
    rows = Partnership.objects.listed().for_list()
    return PreparedQuery(lambda: rows.filter(pk__in=range(count)))


def first_page(segments: Sequence[BitMap], size: int) -> Page:
    """Returns what `paginate` gives of the partnerships of these keys, the newest first, where no
    cursor is asked for.
    """
    newest = [
        (rank, key)
        for rank, keys in enumerate(segments)
        for key in sorted(keys[-size - 1 :], reverse=True)
    ]
    shown = newest[:size]
    if not shown:
        return Page()
    rows = {row.pk: row for row in _listed(len(shown)).all(*(key for _rank, key in shown))}
    rank, last = shown[-1]
    return Page(
        # One that was taken away meanwhile is not shown.
        rows=[rows[key] for _rank, key in shown if key in rows],
        after=f"{rank}-{last}" if len(newest) > size else "",
    )
