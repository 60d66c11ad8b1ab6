"""Marks the views of pages that anyone may read, whose answers `kept_pages` keeps."""

from collections.abc import Callable, Iterable

from django.contrib.auth.decorators import login_not_required


def public_page(*, query: Iterable[str] = (), reads_rows: bool = True) -> Callable:
    """Marks a view as open to anyone, and its page as the same for all who are not signed in.

    The view sees these parameters of the query string and no other. It may read the tables of
    `publication/public_version.py`, or none where it does not read rows; of the request, the path,
    the query and whether htmx asks.
    """
    names = tuple(query)

    def mark(view):
        view = login_not_required(view)
        view.public_query = names
        view.reads_rows = reads_rows
        return view

    return mark
