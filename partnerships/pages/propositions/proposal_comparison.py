"""The propositions side by side: table, CSV, picture."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from partnerships.pages.components.named_file import named_file_response
from partnerships.pages.propositions.proposal_comparison_page import (
    ProposalComparisonPage,
    compared_csv,
)
from partnerships.pages.propositions.proposal_comparison_picture import compared_png, compared_svg
from partnerships.pages.propositions.proposal_metadata import proposal_comparison_metadata
from partnerships.registry.sorts import SORT

FILES = {
    "csv": (compared_csv, "text/csv; charset=utf-8"),
    "svg": (compared_svg, "image/svg+xml"),
    "png": (compared_png, "image/png"),
}
# As the page names them.
LABELS = {
    "csv": _("Tableau (CSV)"),
    "svg": _("Image pour une présentation (SVG)"),
    "png": _("Image pour une présentation (PNG)"),
}


@public_page(query=[SORT])
@require_safe
def proposal_comparison(request):
    with one_instant():
        page = ProposalComparisonPage(request.GET.get(SORT, ""))
        context = {
            "page": page,
            "files": LABELS.items(),
            "metadata": proposal_comparison_metadata(page.sort),
        }
        return render(request, "partnerships/propositions/proposal_comparison.html", context)


@public_page()
@require_safe
def proposal_comparison_file(request, end):
    """The whole table, in the order of the portal."""
    if end not in FILES:
        raise Http404
    make, content_type = FILES[end]
    with one_instant():
        content = make(ProposalComparisonPage())
    return named_file_response(content, content_type, f"propositions.{end}")
