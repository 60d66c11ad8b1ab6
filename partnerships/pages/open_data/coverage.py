from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.pages.open_data.coverage_page import CoveragePage


@login_not_required
@require_safe
def coverage(request):
    """What the registry holds, by source, and what is absent."""
    return render(request, "partnerships/open_data/coverage.html", {"coverage": CoveragePage()})
