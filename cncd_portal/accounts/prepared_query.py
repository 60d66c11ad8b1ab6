"""Queries of nearly every page, built once per process: Django takes longer to build their SQL than
the database to answer.
"""

from collections.abc import Callable

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property


class PreparedQuery:
    """`build` returns the queryset. The last parameters of its SQL are placeholders: each call
    gives their values, in their order and as the database takes them.
    """

    def __init__(self, build: Callable[[], QuerySet]):
        self.build = build

    @cached_property
    def _statement(self) -> tuple[QuerySet, str, tuple]:
        queryset = self.build()
        return queryset, *queryset.query.sql_with_params()

    def _parameters(self, values) -> list:
        built = self._statement[2]
        return [*built[: len(built) - len(values)], *values]

    def first(self, *values) -> Model | None:
        return next(iter(self.all(*values)), None)

    def all(self, *values) -> list[Model]:
        queryset, sql, _parameters = self._statement
        return list(queryset.raw(sql, self._parameters(values)))

    def rows(self, *values) -> list[tuple]:
        """The rows of a queryset of texts and numbers, by `values_list`."""
        with connection.cursor() as cursor:
            cursor.execute(self._statement[1], self._parameters(values))
            return cursor.fetchall()
