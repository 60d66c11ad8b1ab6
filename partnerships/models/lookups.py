"""The lookup `prefix`: begins with, answered by an index on both engines."""

from django.db.models import CharField
from django.db.models.lookups import StartsWith

# Sorts after every character that folded text can hold.
LAST = "\uffff"


@CharField.register_lookup
class Prefix(StartsWith):
    """For folded text: SQLite compares bytes, PostgreSQL uses the `_like` index of the column."""

    lookup_name = "prefix"

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", (
            *params,
            self.rhs,
            *params,
            self.rhs + LAST,
        )

    def as_postgresql(self, compiler, connection):
        return StartsWith(self.lhs, self.rhs).as_sql(compiler, connection)
