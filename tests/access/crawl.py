"""Every address of the portal, with its arguments taken from the database, and what a person
reads there.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from http import HTTPStatus

from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from partnerships.models import Dossier
from tests.factories.pdf import text_of_pdf

ARGUMENT = re.compile(r"<(?:[a-z_]+:)?([a-z_]+)>")
OURS = ("partnerships", "proposals", "accounts")
# Primary keys are small in a test: a few integers cover them.
INTEGERS = range(1, 6)
PICTURE = "<int:width>"
REFUSED_WHATEVER_THE_ROW = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.FORBIDDEN}


class Asker(Client):
    """A client for thousands of requests: it keeps nothing of how an answer was made."""

    def request(self, **request):
        return self.handler(self._base_environ(**request))


def _routes(resolver=None, before="", outer=None):
    """(route, converters) of each address written as a route."""
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry.pattern, RoutePattern):
            continue
        route = before + str(entry.pattern)
        converters = {**(outer or {}), **entry.pattern.converters}
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route, converters)
        else:
            yield route, converters


def _field_values(is_wanted) -> set:
    """The values of all fields of our tables for which `is_wanted` is true."""
    found = set()
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            names = [each.name for each in model._meta.concrete_fields if is_wanted(each)]
            for values in model.objects.order_by("pk").values_list(*names) if names else ():
                found.update(values)
    return found - {None, ""}


def addresses(**words) -> Iterator[list[str]]:
    """Every address, grouped by route; `words`: values an argument may take besides
    the fields of its name, such as the token of a link. Pictures are left out: they hold no text.
    """
    uuids = sorted(map(str, _field_values(lambda field: isinstance(field, models.UUIDField))))
    dossiers = [str(dossier.uuid) for dossier in Dossier.objects.order_by("pk")]
    for route, converters in _routes():
        if route.startswith("administration/") or PICTURE in route:
            continue
        names = ARGUMENT.findall(route)
        # Where an address has several identifiers, the first is that of the dossier.
        choices = [
            dossiers if name == "uuid" != names[-1] else _choices(name, converters, uuids, words)
            for name in names
        ]
        yield [_filled(route, values) for values in itertools.product(*choices)]


def _filled(route, values):
    left = iter(values)
    return "/" + ARGUMENT.sub(lambda _found: str(next(left)), route)


def _choices(name, converters, uuids, words):
    kind = type(converters[name]).__name__
    if kind in ("StringConverter", "SlugConverter"):
        known = _field_values(
            lambda field: field.name == name and isinstance(field, models.CharField)
        )
        return sorted({*map(str, known), *words.get(name, ())})
    return uuids if kind == "UUIDConverter" else INTEGERS


def words_of(content: bytes) -> str:
    """The text of `content`, whether it is a page, a PDF or an archive of them."""
    if content.startswith(b"%PDF"):
        return text_of_pdf(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(words_of(archive.read(name)) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def _text_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return words_of(content) + "".join(response.headers.values())


def read_everywhere(client, **words) -> Iterator[str]:
    """The text that `client` reads at each address of `addresses`.

    A route that refuses GET, or the person's role (another's row is a 404), does so for any
    arguments: it is requested once.
    """
    for route in addresses(**words):
        for address in route:
            response = client.get(address)
            yield _text_of(response)
            if response.status_code in REFUSED_WHATEVER_THE_ROW:
                break
