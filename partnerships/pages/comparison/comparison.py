from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from partnerships.charts.files import FILES
from partnerships.pages.comparison.candidates import find_candidates
from partnerships.pages.comparison.comparison_metadata import comparison_metadata, names_metadata
from partnerships.pages.comparison.comparison_page import ComparisonPage
from partnerships.pages.comparison.in_common_section import ALONE
from partnerships.pages.comparison.names_page import NamesPage
from partnerships.pages.components.named_file import named_file_response
from partnerships.pages.components.picture.page_card import comparison_card
from partnerships.pages.components.picture.picture_file import shared_picture_response
from partnerships.registry.comparison.subjects import KINDS, ComparedSubjects, comparison_address
from partnerships.registry.filters import WORDS
from partnerships.svg_file import svg_file

COMPARED = tuple(facet.value for facet in KINDS)


@public_page(query=[*COMPARED, WORDS])
@require_safe
def comparison(request):
    """Two to four authorities, countries, régions or départements side by side.

    Words that name one thing alone lead to the comparison that has it too.
    """
    with one_instant():
        page = ComparisonPage(request.GET)
        if page.results and page.results.certain:
            return redirect(page.results.certain)
        context = {"page": page, "metadata": comparison_metadata(page.subjects)}
        return render(request, "partnerships/comparison/comparison.html", context)


@public_page(query=COMPARED)
@require_safe
def comparison_file(request, slug, end):
    """A chart as CSV, SVG or PNG, or maps as SVG; 404 where nothing is found to draw."""
    if end not in FILES:
        raise Http404
    make, content_type = FILES[end]
    with one_instant():
        page = ComparisonPage(request.GET)
        if view := page.view_of_maps(slug):
            if end != "svg":
                raise Http404
            content = svg_file("partnerships/comparison/maps.svg", {"view": view})
        else:
            chart = page.chart(slug)
            if chart is None:
                raise Http404
            content = make(chart)
    return named_file_response(content, content_type, f"comparaison-{slug}.{end}")


@public_page(query=[*COMPARED, ALONE])
@require_safe
def comparison_names(request, kind):
    """All the names that they share, or that one of them has alone."""
    with one_instant():
        page = ComparisonPage(request.GET)
        if not page.compared.is_comparison:
            return redirect(comparison_address(page.subjects))
        names = page.names(kind)
        alone = page.subject_of(request.GET.get(ALONE, ""))
        if names is None or (ALONE in request.GET and alone is None):
            raise Http404
        shown = NamesPage(names, alone)
        context = {"page": shown, "metadata": names_metadata(shown, request.get_full_path())}
        return render(request, "partnerships/comparison/comparison_names.html", context)


@login_not_required
@require_safe
def comparison_picture(request):
    card = comparison_card(ComparedSubjects(request.GET).subjects)
    return shared_picture_response(request, card, lambda: None)


@login_not_required
@require_safe
def comparison_suggestions(request):
    """What may be added, as JSON while the user types; without script, the page shows it."""
    results = find_candidates(request.GET.get(WORDS, ""), ComparedSubjects(request.GET))
    found = [asdict(each) for each in results.found]
    return JsonResponse({"found": found, "announcement": results.announcement})
