"""A process that ends in the middle of what it does."""

from django.db import connection


class Killed(BaseException):
    """The process ends here."""


def killed_at(statement, times):
    """What stops the process before the `times`-th query that holds `statement`."""
    seen = []

    def wrapper(execute, sql, params, many, context):
        if statement in sql:
            seen.append(sql)
            if len(seen) == times:
                raise Killed
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)
