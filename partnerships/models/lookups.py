"""The lookup `prefix`: a `startswith` that uses an index on both databases."""

from django.db.models import CharField
from django.db.models.lookups import StartsWith

# Sorts after every character of folded text.
LAST = "\uffff"


@CharField.register_lookup
class Prefix(StartsWith):
    """Prefix match on folded text: a range on SQLite, the `_like` index on PostgreSQL."""

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
