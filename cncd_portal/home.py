from django.shortcuts import render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Partnership
from partnerships.pages.map.overview import Overview
from partnerships.publication.counts import key_figures
from partnerships.registry.rows import PartnershipRows
from proposals.models import Proposal

LATEST = 6


@public_page()
@require_safe
def home(request):
    context = {
        "figures": key_figures(),
        "map": Overview(),
        "latest": PartnershipRows(Partnership.objects.listed().for_list()[:LATEST]),
        "proposals": Proposal.objects.listed().defer("summary", "body"),
    }
    return render(request, "home.html", context)
