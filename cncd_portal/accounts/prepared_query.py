"""Queries asked often, built once per process: Django takes longer to build their SQL than
the database to answer.
"""

from collections.abc import Callable

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property


class PreparedQuery:
    """`build` gives the queryset, whose last filters hold a stand-in for each value that it is
    asked with, in the same order. Values are given as the database takes them.
    """

    def __init__(self, build: Callable[[], QuerySet]):
        self.build = build

    @cached_property
    def _statement(self) -> tuple[QuerySet, str, tuple]:
        queryset = self.build()
        return queryset, *queryset.query.sql_with_params()

    def _parameters(self, values) -> list:
        own = self._statement[2]
        return [*own[: len(own) - len(values)], *values]

    def first(self, *values) -> Model | None:
        return next(iter(self.all(*values)), None)

    def all(self, *values) -> list[Model]:
        queryset, sql, _own = self._statement
        return list(queryset.raw(sql, self._parameters(values)))

    def rows(self, *values) -> list[tuple]:
        """The rows of a queryset of texts and numbers, by `values_list`."""
        with connection.cursor() as cursor:
            cursor.execute(self._statement[1], self._parameters(values))
            return cursor.fetchall()
