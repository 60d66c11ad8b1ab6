from django.shortcuts import render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Partnership
from partnerships.pages.components.metadata.home_metadata import home_metadata
from partnerships.pages.components.registry_map import registry_map
from partnerships.publication.counts import key_figures
from partnerships.registry.answer import provenance_texts
from partnerships.registry.rows import PartnershipRows
from proposals.listed import listed_proposals

LATEST = 6


@public_page()
@require_safe
def home(request):
    figures, whole = key_figures(), registry_map()
    context = {
        "map": whole,
        "figures": figures,
        "sources": provenance_texts(figures.by_provenance),
        "latest": PartnershipRows(Partnership.objects.listed().for_list()[:LATEST]),
        "proposals": listed_proposals(),
        "metadata": home_metadata(whole, figures),
    }
    return render(request, "home.html", context)
