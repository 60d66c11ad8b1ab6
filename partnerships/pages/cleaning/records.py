"""Records of any kind for the cleaning pages, loaded in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.models import (
    Facet,
    FacetCount,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    RecordKind,
)


@dataclass(frozen=True)
class Record:
    """What a page shows of a partner, a partnership or an authority."""

    pk: int
    name: str
    detail: str
    url: str


def _source_text(row):
    """Returns where a partner or an authority comes from; no day of it is stored."""
    return _("source\u202f: %(source)s") % {"source": row.source} if row.source else ""


def _partners(ids):
    rows = InternationalPartner.objects.select_related("country").filter(pk__in=ids)
    uuids = {str(row.uuid): row for row in rows}
    facets = FacetCount.objects.filter(facet=Facet.PARTNER, value__in=uuids)
    counts = dict(facets.values_list("value", "count"))
    for uuid, row in uuids.items():
        count = _("partenariats publiés\u202f: %(count)s") % {"count": counts.get(uuid, 0)}
        details = [row.kind_label, row.country, count, _source_text(row)]
        yield Record(
            row.pk, str(row), " · ".join(map(str, filter(None, details))), row.get_absolute_url()
        )


def sides_text(partnership: Partnership) -> str:
    """Returns the authorities and the partners of a row of `with_sides`: « Lille ↔ Oujda »."""
    links = (partnership.authority_links, partnership.partner_links)
    return " ↔ ".join(", ".join(map(str, side)) for side in links)


def _version_text(partnership):
    version = partnership.current_version
    if version is None:
        return ""
    names = {"number": version.number, "day": french_date(version.created_at)}
    return _("version %(number)s du %(day)s") % names


def _partnerships(ids):
    rows = Partnership.objects.for_list().with_sides().with_version()
    for row in rows.filter(pk__in=ids):
        details = (
            row.reference or row.public_id,
            sides_text(row),
            row.kind_label,
            row.get_provenance_display(),
            _version_text(row),
        )
        details = filter(None, details)
        yield Record(row.pk, row.title, " · ".join(details), row.get_absolute_url())


def _authorities(ids):
    for row in LocalAuthority.objects.select_related("departement").filter(pk__in=ids):
        details = filter(None, [row.get_kind_display(), row.departement, _source_text(row)])
        yield Record(row.pk, row.name, " · ".join(map(str, details)), row.get_absolute_url())


LOADERS = {
    RecordKind.PARTNER: _partners,
    RecordKind.PARTNERSHIP: _partnerships,
    RecordKind.AUTHORITY: _authorities,
}


def records_of(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Record]:
    """Returns {(kind, pk): record}. Every kind is queried, even without any pk, so that the cost is
    constant.
    """
    ids = {kind: set() for kind in LOADERS}
    for kind, pk in keys:
        ids[RecordKind(kind)].add(pk)
    return {(kind, each.pk): each for kind, load in LOADERS.items() for each in load(ids[kind])}
