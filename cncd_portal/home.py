from django.shortcuts import render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Partnership
from partnerships.pages.components.registry_map import written_registry_map
from partnerships.publication.counts import key_figures
from partnerships.registry.answer import provenance_texts
from partnerships.registry.rows import PartnershipRows
from proposals.listed import listed_proposals

LATEST = 6


@public_page()
@require_safe
def home(request):
    figures = key_figures()
    context = {
        "map": written_registry_map(),
        "figures": figures,
        "sources": provenance_texts(figures.by_provenance),
        "latest": PartnershipRows(Partnership.objects.listed().for_list()[:LATEST]),
        "proposals": listed_proposals(),
    }
    return render(request, "home.html", context)
