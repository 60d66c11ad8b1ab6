from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from partnerships.pages.comparison.candidates import find_candidates
from partnerships.pages.comparison.comparison_metadata import comparison_metadata
from partnerships.pages.comparison.comparison_page import ComparisonPage
from partnerships.registry.comparison.subjects import KINDS, ComparedSubjects
from partnerships.registry.filters import WORDS


@public_page(query=[*(facet.value for facet in KINDS), WORDS])
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


@login_not_required
@require_safe
def comparison_suggestions(request):
    """What may be added, as JSON while the user types; without script, the page shows it."""
    results = find_candidates(request.GET.get(WORDS, ""), ComparedSubjects(request.GET))
    found = [asdict(each) for each in results.found]
    return JsonResponse({"found": found, "announcement": results.announcement})
