from django.shortcuts import render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Partnership
from partnerships.pages.components.registry_map import registry_map
from partnerships.publication.counts import key_figures
from partnerships.registry.rows import PartnershipRows
from proposals.listed import listed_proposals

LATEST = 6


@public_page()
@require_safe
def home(request):
    context = {
        "map": registry_map(),
        "figures": key_figures(),
        "latest": PartnershipRows(Partnership.objects.listed().for_list()[:LATEST]),
        "proposals": listed_proposals(),
    }
    return render(request, "home.html", context)
