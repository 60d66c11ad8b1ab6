from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from partnerships.models import Facet
from partnerships.pages.components.metadata.result_metadata import result_metadata
from partnerships.pages.components.result_page import result_context
from partnerships.pages.public.list_metadata import facet_metadata
from partnerships.pages.public.partnership_table import PartnershipTable
from partnerships.pages.public.result_preview import ResultPreview
from partnerships.registry.filters import FILTERS
from partnerships.registry.listing import QUERY, SEARCHED_VALUE, Listing
from partnerships.registry.one_source import found_sources
from partnerships.registry.result_views import LIST, TABLE, VIEW, view_named


@public_page(query=QUERY)
@require_safe
def registry(request):
    with one_instant():
        context = result_context(request.GET, LIST)
        listing = context["listing"]
        context["metadata"] = result_metadata(listing, _("Registre"))
        if listing.chips and listing.count and not listing.page.before:
            context["preview"] = ResultPreview(listing)
        return render(request, "partnerships/public/registry.html", context)


@public_page(query=QUERY)
@require_safe
def registry_table(request):
    with one_instant():
        context = result_context(request.GET, TABLE)
        context["metadata"] = result_metadata(context["listing"])
        if context["listing"].count:
            context["table"] = PartnershipTable(context["listing"])
        return render(request, "partnerships/public/registry_table.html", context)


@public_page(query=[*QUERY, SEARCHED_VALUE, VIEW])
@require_safe
def registry_facet(request, facet):
    """All the values of a facet, or those named as searched; the registry shows the first ones."""
    if facet not in FILTERS or facet == Facet.YEAR:
        raise Http404
    with one_instant():
        listing, facet = Listing(request.GET, view_named(request.GET.get(VIEW, ""))), Facet(facet)
        panel, searched = listing.panel(facet), request.GET.get(SEARCHED_VALUE, "").strip()
        found = panel.named(searched)
        context = {
            "listing": listing,
            "panel": panel,
            "searched": searched,
            "sources": found_sources(listing),
            "found_count": len(found),
            "choices": panel.with_chosen(found),
            "others": listing.other_parameters(facet),
            "everything": listing.other_parameters(),
            "metadata": facet_metadata(listing, panel),
        }
        return render(request, "partnerships/public/registry_facet.html", context)
