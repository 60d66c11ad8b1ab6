"""The addresses of the public pages for search engines, in parts (sitemaps.org)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from math import ceil
from typing import NamedTuple

from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from cncd_portal.site_address import absolute_address
from partnerships.models import (
    Country,
    Departement,
    Facet,
    Partnership,
    PartnershipFacet,
    Provenance,
    Region,
)
from partnerships.registry.profile import in_use
from proposals.models import Proposal

# Addresses of a part, made in half a second; the protocol allows 50,000.
PART_SIZE = 5_000
SINGLE_PAGES = (
    "portal:home",
    "partnerships:registry",
    "partnerships:registry_table",
    "partnerships:map",
    "partnerships:figures",
    "partnerships:comparison",
    "partnerships:authority_list",
    "partnerships:country_list",
    "partnerships:open_data",
    "partnerships:coverage",
    "partnerships:embedding",
    "proposals:proposal_list",
    "proposals:proposal_comparison",
    "partnerships:declaration",
    "portal:help",
    "portal:legal",
    "portal:accessibility",
    "portal:privacy",
    "portal:site_map",
)


class SitemapEntry(NamedTuple):
    """An address, and when its page last changed: None where nothing says it."""

    path: str
    changed: datetime | None = None

    @property
    def address(self) -> str:
        return absolute_address(self.path)


def _last_changes(facet: Facet) -> dict[str, datetime]:
    """Returns when a public partnership of each value of `facet` last changed."""
    found = (
        PartnershipFacet.objects.filter(facet=facet)
        .order_by()
        .values_list("value")
        .annotate(Max("partnership__updated_at"))
    )
    return dict(found)


def _pages() -> Iterator[SitemapEntry]:
    for name in SINGLE_PAGES:
        yield SitemapEntry(reverse(name))
    for proposal in Proposal.objects.listed():
        yield SitemapEntry(proposal.get_absolute_url())
    changes = _last_changes(Facet.REGION)
    overseas = set()
    departements = list(Departement.objects.all())
    for each in departements:
        overseas |= {each.code} if each.is_outside_regions else set()
    for region in Region.objects.exclude(pk__in=overseas):
        yield SitemapEntry(region.get_absolute_url(), changes.get(region.pk))
    changes = _last_changes(Facet.DEPARTEMENT)
    for departement in departements:
        yield SitemapEntry(departement.get_absolute_url(), changes.get(departement.pk))
    changes = _last_changes(Facet.COUNTRY)
    for country in in_use(Country.objects.foreign(), Facet.COUNTRY, "iso2"):
        yield SitemapEntry(country.get_absolute_url(), changes.get(country.pk))


def _indexed() -> QuerySet:
    """The partnerships whose pages search engines may show: not the fictitious ones."""
    return Partnership.objects.listed().exclude(provenance=Provenance.DEMONSTRATION)


def _partnerships() -> QuerySet:
    rows = _indexed().order_by("pk").annotate(at=F("updated_at"))
    return rows.values_list("public_id", "slug", "at")


def _authorities() -> QuerySet:
    rows = Partnership.authorities.through.objects.filter(authority__successor__isnull=True)
    rows = rows.filter(partnership__in=_indexed()).order_by("authority__key")
    return rows.values_list("authority__key").annotate(at=Max("partnership__updated_at"))


def _partners() -> QuerySet:
    rows = Partnership.partners.through.objects.filter(partner__merged_into__isnull=True)
    rows = rows.filter(partnership__in=_indexed()).order_by("partner__uuid")
    return rows.values_list("partner__uuid").annotate(at=Max("partnership__updated_at"))


class Part(NamedTuple):
    """Parts of one kind. `rows`: of all, what names the page, and last when it changed (`at`)."""

    rows: Callable[[], QuerySet]
    url_name: str


PARTS = {
    "partenariats": Part(_partnerships, "partnerships:partnership_detail"),
    "collectivites": Part(_authorities, "partnerships:authority_detail"),
    "partenaires": Part(_partners, "partnerships:partner_detail"),
}
PAGES = "pages"


def _entries(kind: str, rank: int) -> list[SitemapEntry]:
    """Returns the addresses of a part. Raises Http404 where there is none."""
    if kind == PAGES and not rank:
        return list(_pages())
    part = PARTS.get(kind)
    start = rank * PART_SIZE
    rows = part.rows()[start : start + PART_SIZE] if part else []
    entries = [SitemapEntry(reverse(part.url_name, args=names), at) for *names, at in rows]
    if not entries:
        raise Http404
    return entries


def _part_entry(kind, rank, changed=None):
    return SitemapEntry(reverse("partnerships:sitemap_part", args=[kind, rank]), changed)


def _parts() -> Iterator[SitemapEntry]:
    for kind, part in PARTS.items():
        for rank in range(ceil(part.rows().count() / PART_SIZE)):
            start = rank * PART_SIZE
            rows = part.rows()[start : start + PART_SIZE]
            yield _part_entry(kind, rank, rows.aggregate(last=Max("at"))["last"])


def _xml_response(template, context):
    text = render_to_string(f"partnerships/public/{template}", context)
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


@public_page()
@require_safe
def sitemap(request):
    """The parts, each with the last change that it tells of."""
    with one_instant():
        parts = [_part_entry(PAGES, 0), *_parts()]
    return _xml_response("sitemap_index.xml", {"parts": parts})


@public_page()
@require_safe
def sitemap_part(request, kind, rank):
    with one_instant():
        return _xml_response("sitemap.xml", {"entries": _entries(kind, rank)})
