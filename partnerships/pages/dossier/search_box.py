from dataclasses import asdict

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_GET

from partnerships.pages.components.search_box import SEARCH_BOXES


@require_GET
def search_box(request, name):
    """Search results as JSON while the user types; without script, the step page shows them."""
    if name not in SEARCH_BOXES:
        raise Http404
    results = SEARCH_BOXES[name](request.GET.get("q", ""))
    found = [asdict(each) for each in results.found]
    return JsonResponse({"found": found, "announcement": results.announcement})
