"""The figures of a result of the registry, and each of them as a file."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from partnerships.charts.files import FILES
from partnerships.pages.components.metadata.result_metadata import result_metadata
from partnerships.pages.components.named_file import named_file_response
from partnerships.pages.components.result_page import result_context
from partnerships.pages.figures.figures_page import Figures
from partnerships.registry.listing import QUERY, Listing
from partnerships.registry.result_views import FIGURES


@public_page(query=QUERY)
@require_safe
def figures(request):
    with one_instant():
        context = result_context(request.GET, FIGURES)
        context["figures"] = Figures(context["listing"])
        context["metadata"] = result_metadata(context["listing"])
        return render(request, "partnerships/figures/figures.html", context)


@public_page(query=QUERY)
@require_safe
def figure_file(request, slug, end):
    """A figure as CSV, SVG or PNG; 404 where nothing is found to draw."""
    if end not in FILES:
        raise Http404
    with one_instant():
        chart = Figures(Listing(request.GET, FIGURES)).chart(slug)
    if chart is None:
        raise Http404
    make, content_type = FILES[end]
    return named_file_response(make(chart), content_type, f"chiffres-{slug}.{end}")
