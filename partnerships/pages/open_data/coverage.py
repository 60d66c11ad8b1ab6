from django.shortcuts import render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.pages.open_data.coverage_page import CoveragePage


@public_page()
@require_safe
def coverage(request):
    """What the registry holds, by source, and what is absent."""
    return render(request, "partnerships/open_data/coverage.html", {"coverage": CoveragePage()})
