from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from partnerships.forms.search_box import SEARCHES


@require_GET
def search_box(request, name):
    """Results alone, while one types; the page of the step shows the same ones."""
    if name not in SEARCHES:
        raise Http404
    words = request.GET.get(f"q.{name}", "")
    context = {"name": name, "results": SEARCHES[name](words) if words else None}
    return render(request, "partnerships/_dossier_results.html", context)
