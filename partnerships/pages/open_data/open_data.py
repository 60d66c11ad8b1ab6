from django.shortcuts import render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.publication.counts import key_figures
from partnerships.registry.answer import provenance_texts


@public_page()
@require_safe
def open_data(request):
    """What may be downloaded of the registry, and what may not yet."""
    sources = provenance_texts(key_figures().by_provenance)
    return render(request, "partnerships/open_data/open_data.html", {"sources": sources})
