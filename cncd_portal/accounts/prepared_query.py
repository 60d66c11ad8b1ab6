"""Queries asked often, built once per process: Django takes longer to build their SQL than
the database to answer.
"""

from collections.abc import Callable, Iterator

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import cached_property


class _Reader:
    """Makes rows of the database into objects as `compiler`, which wrote the SQL, says: with the
    rows of `select_related`, without the fields that `only` and `defer` leave.
    """

    def __init__(self, compiler: SQLCompiler):
        self.compiler, kinds, select = compiler, compiler.klass_info, compiler.select
        first, last = kinds["select_fields"][0], kinds["select_fields"][-1] + 1
        self.model, self.own = kinds["model"], slice(first, last)
        self.names = [column.target.attname for column, _sql, _alias in select[self.own]]
        self.annotations = compiler.annotation_col_map or {}
        self.others = get_related_populators(kinds, select, DEFAULT_DB_ALIAS)
        self.converters = compiler.get_converters([column for column, _sql, _alias in select])

    def read(self, rows: list[tuple]) -> Iterator[Model]:
        for row in self.compiler.apply_converters(rows, self.converters):
            found = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.own])
            for other in self.others:
                other.populate(row, found)
            for name, position in self.annotations.items():
                setattr(found, name, row[position])
            yield found


class PreparedQuery:
    """`build` gives the queryset, whose last filters hold a stand-in for each value that it is
    asked with, in the same order. Values are given as the database takes them.

    What is to be read by `prefetch_related` is another query.
    """

    def __init__(self, build: Callable[[], QuerySet]):
        self.build = build

    @cached_property
    def _statement(self) -> tuple[SQLCompiler, str, tuple]:
        compiler = self.build().query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, *compiler.as_sql()

    @cached_property
    def _reader(self) -> _Reader:
        return _Reader(self._statement[0])

    def first(self, *values) -> Model | None:
        return next(iter(self.all(*values)), None)

    def all(self, *values) -> list[Model]:
        rows = self.rows(*values)
        return list(self._reader.read(rows)) if rows else []

    def rows(self, *values) -> list[tuple]:
        """The rows of a queryset of texts and numbers, by `values_list`."""
        _compiler, sql, own = self._statement
        with connection.cursor() as cursor:
            cursor.execute(sql, [*own[: len(own) - len(values)], *values])
            return cursor.fetchall()
