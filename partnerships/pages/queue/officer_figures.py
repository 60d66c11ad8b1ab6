"""Officers' figures: the page, and its tables as CSV."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.pages.queue.officer_figures_file import TABLES, csv_text
from partnerships.pages.queue.officer_figures_page import OfficerFigures


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def officer_figures(request):
    page = OfficerFigures(request.user, request.GET)
    status = 200 if page.is_valid else 422
    return render(request, "partnerships/queue/officer_figures.html", {"page": page}, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def officer_figures_csv(request, table):
    page = OfficerFigures(request.user, request.GET)
    if table not in TABLES or not page.is_valid:
        raise Http404
    name = f"chiffres-{table}-{page.group}-{page.start}-{page.end}.csv"
    return HttpResponse(
        csv_text(TABLES[table](page)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
