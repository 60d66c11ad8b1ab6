from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.pages.propositions.workshop.access import curators_only
from partnerships.pages.propositions.workshop.overview_page import Overview
from partnerships.registry.sorts import SORT


@curators_only
@require_safe
def workshop(request):
    """The twenty at a glance."""
    page = Overview(request.GET.get(SORT, ""))
    return render(request, "partnerships/propositions/workshop/workshop.html", {"page": page})
