"""Every address of the resolver: ours, allauth's, those of the administration."""

import re
from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

# Of a route, and of a regular expression: with a name or without.
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)|\(\[\^/\]\+\)")


def addresses(resolver=None, namespace="", before="") -> Iterator[tuple[str, str, URLPattern]]:
    """(name with its namespace, route from the root, entry); for want of a name, its route."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern).removeprefix("^").removesuffix("$").replace("\\", "")
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, route)
        else:
            name = f"{namespace}{entry.name}" if entry.name else f"/{route}"
            yield name, f"/{route}", entry


def filled(route: str, values: dict) -> str:
    """The path of `route` with these values, by name; those without a name as they come."""
    unnamed = iter(values.values())
    return ARGUMENT.sub(lambda found: str(_value(found, values, unnamed)), route)


def _value(found, values, unnamed):
    name = found[2] or found[3]
    return values[name] if name else next(unnamed)


def with_samples(route: str) -> str:
    """The path of `route` with arguments of the right shape, which are those of no row."""
    shapes = {"int": "1", "uuid": str(UUID(int=1))}
    return ARGUMENT.sub(lambda found: shapes.get(found[1], "x"), route)
