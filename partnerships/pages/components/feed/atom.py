"""Atom feeds (RFC 4287) in pages (RFC 5005), as others read them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import http_date

from cncd_portal.site_address import absolute_address
from partnerships.publication.public_version import last_public_change
from partnerships.svg_file import FORBIDDEN

# Of the identifiers of feeds and entries, which do not change with the address of the site.
NAMESPACE = UUID("3d0cdd5e-6f0b-4a8c-9f5e-0a5c6f7b1e42")
# A date holds seconds, and transactions are not committed in the order of theirs: a change more
# recent than this may be followed by another one of the same date.
SETTLED_AFTER = timedelta(seconds=5)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def urn(name: str) -> str:
    """Returns the identifier of what `name` names, which never changes, on any site."""
    return uuid5(NAMESPACE, name).urn


@dataclass(frozen=True)
class Entry:
    """`name`: see `urn`; `categories`: (term, label); `gone`: the name of the entry of the other
    feeds that it says is withdrawn.
    """

    name: str
    title: str
    path: str
    updated: datetime
    summary: str = ""
    published: datetime | None = None
    categories: Sequence[tuple[str, str]] = ()
    gone: str = ""

    @property
    def urn(self) -> str:
        return urn(self.name)

    @property
    def gone_urn(self) -> str:
        return urn(self.gone)

    @property
    def address(self) -> str:
        return absolute_address(self.path)


@dataclass(frozen=True)
class Feed:
    """A page of a feed. `path`: of the first page, which identifies the feed; `self_path`: of this
    page, "" for the first; `alternate`: of the page that it follows; `neighbours`: (relation,
    path).
    """

    title: str
    path: str
    alternate: str
    entries: Sequence[Entry]
    self_path: str = ""
    neighbours: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def urn(self) -> str:
        return urn(self.path)

    @property
    def updated(self) -> datetime:
        """That of the newest entry; without one, of the last change of the public pages."""
        newest = max((each.updated for each in self.entries), default=None)
        return newest or last_public_change() or NEVER

    @property
    def links(self) -> list[tuple[str, str]]:
        """(relation, address) of this page and of its neighbours."""
        links = [("self", self.self_path or self.path), *self.neighbours]
        return [(relation, absolute_address(path)) for relation, path in links]

    @property
    def alternate_address(self) -> str:
        return absolute_address(self.alternate)


def atom_response(feed: Feed, *, changes_by_itself: bool = False) -> HttpResponse:
    """Returns `feed`, without the characters that XML forbids.

    `changes_by_itself`: some entries appear or disappear on a date or by a setting, which no change
    of the public pages tells; then its `ETag` alone says whether it is the same.
    """
    text = render_to_string("partnerships/components/feed.xml", {"feed": feed})
    response = HttpResponse(
        FORBIDDEN.sub("", text), content_type="application/atom+xml; charset=utf-8"
    )
    response["X-Content-Type-Options"] = "nosniff"
    changed = None if changes_by_itself else last_public_change()
    if changed and timezone.now() - changed > SETTLED_AFTER:
        response["Last-Modified"] = http_date(changed.timestamp())
    return response
