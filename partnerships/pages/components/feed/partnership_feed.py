"""The feed of partnerships: those that were published or changed last are first."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from partnerships.pages.components.feed.atom import Entry, Feed
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.registry.row_parts import SEPARATOR, Party
from partnerships.registry.rows import PartnershipRows, ReadRow

PAGE_SIZE = 50
SUMMARY_WORDS = 80
ORDER = Order("updated_at")


def partnership_urn_name(public_id: str) -> str:
    """Returns what the identifier of an entry is made of."""
    return f"partnership:{public_id}"


def _names(parties: Sequence[Party]) -> str:
    return SEPARATOR.join(each.located_name for each in parties)


def _summary(row: ReadRow) -> str:
    partnership = row.partnership
    sides = _("Entre %(here)s et %(there)s") % {
        "here": _names(row.here),
        "there": _names(row.there),
    }
    facts = [
        sides,
        partnership.kind_label,
        partnership.phase_label,
        partnership.get_provenance_display(),
    ]
    known = " · ".join(filter(None, facts))
    text = Truncator(partnership.summary).words(SUMMARY_WORDS)
    return f"{known}. {text}" if text else f"{known}."


def _kind(partnership) -> list[tuple[str, str]]:
    label = partnership.kind_label
    return [(partnership.kind, label)] if label else []


def _entry(row: ReadRow) -> Entry:
    partnership = row.partnership
    return Entry(
        name=partnership_urn_name(partnership.public_id),
        title=partnership.title,
        path=partnership.get_absolute_url(),
        published=partnership.published_at,
        updated=partnership.updated_at,
        summary=_summary(row),
        categories=[*_kind(partnership), *((theme, theme) for theme in row.themes)],
    )


def _with(path: str, name: str, cursor: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{name}={cursor}"


def partnership_feed(
    title: str, rows: QuerySet, *, path: str, alternate: str, data: QueryDict
) -> Feed:
    """Returns a page of the feed of `rows`; `path`: of its first page, `data`: the query."""
    after, before = data.get(AFTER, ""), data.get(BEFORE, "")
    page = paginate([rows], ORDER, after=after, before=before, size=PAGE_SIZE)
    here = path
    if page.before:
        here = _with(path, AFTER, after) if after else _with(path, BEFORE, before)
    neighbours = [("first", path)]
    if page.before:
        neighbours.append(("previous", _with(path, BEFORE, page.before)))
    if page.after:
        neighbours.append(("next", _with(path, AFTER, page.after)))
    entries = [_entry(row) for row in PartnershipRows(page.rows).read]
    return Feed(title, path, alternate, entries, self_path=here, neighbours=neighbours)
