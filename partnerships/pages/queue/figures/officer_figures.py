"""Officers' figures: the page, its charts as files, and its tables as CSV."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.charts.files import FILES
from partnerships.files.french_csv import french_csv
from partnerships.pages.components.named_file import named_file_response
from partnerships.pages.queue.figures.officer_charts import officer_chart, officer_charts
from partnerships.pages.queue.figures.officer_figures_file import TABLES
from partnerships.pages.queue.figures.officer_figures_page import OfficerFigures


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def officer_figures(request):
    page = OfficerFigures(request.user, request.GET)
    status = 200 if page.is_valid else 422
    context = {"page": page, "charts": officer_charts(page)}
    return render(request, "partnerships/queue/officer_figures.html", context, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def officer_figures_csv(request, table):
    page = OfficerFigures(request.user, request.GET)
    if table not in TABLES or not page.is_valid:
        raise Http404
    name = f"chiffres-{table}-{page.group}-{page.start}-{page.end}.csv"
    return named_file_response(french_csv(TABLES[table](page)), "text/csv; charset=utf-8", name)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def officer_figure_file(request, slug, end):
    """A chart as CSV, SVG or PNG; 404 where there is nothing to draw."""
    page = OfficerFigures(request.user, request.GET)
    chart = officer_chart(page, slug) if end in FILES and page.is_valid else None
    if chart is None:
        raise Http404
    make, content_type = FILES[end]
    name = f"chiffres-{slug}-{page.start}-{page.end}.{end}"
    return named_file_response(make(chart), content_type, name)
