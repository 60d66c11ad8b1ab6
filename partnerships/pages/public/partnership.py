from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from cncd_portal.site_address import absolute_address
from partnerships.models import Facet, Partnership, PartnershipDocument, PartnershipImage
from partnerships.pages.components.metadata.result_metadata import result_metadata
from partnerships.pages.components.result_page import result_context
from partnerships.pages.components.stored_file import download_response, picture_response
from partnerships.pages.public.list_metadata import facet_metadata
from partnerships.pages.public.partnership_metadata import partnership_metadata
from partnerships.pages.public.partnership_page import PartnershipPage
from partnerships.pages.public.partnership_table import PartnershipTable
from partnerships.pages.public.redirects import redirect_to_current
from partnerships.pages.public.result_preview import ResultPreview
from partnerships.permissions import own_acts
from partnerships.registry.filters import FILTERS
from partnerships.registry.listing import QUERY, SEARCHED_VALUE, Listing
from partnerships.registry.result_views import LIST, TABLE, VIEW, view_named


@public_page(query=QUERY)
@require_safe
def registry(request):
    with one_instant():
        context = result_context(request.GET, LIST)
        listing = context["listing"]
        context["metadata"] = result_metadata(listing, _("Registre"))
        if listing.chips and listing.count and not listing.page.before:
            context["preview"] = ResultPreview(listing)
        return render(request, "partnerships/public/registry.html", context)


@public_page(query=QUERY)
@require_safe
def registry_table(request):
    with one_instant():
        context = result_context(request.GET, TABLE)
        context["metadata"] = result_metadata(context["listing"])
        if context["listing"].count:
            context["table"] = PartnershipTable(context["listing"])
        return render(request, "partnerships/public/registry_table.html", context)


@public_page(query=[*QUERY, SEARCHED_VALUE, VIEW])
@require_safe
def registry_facet(request, facet):
    """All the values of a facet, or those named as searched; the registry shows the first ones."""
    if facet not in FILTERS or facet == Facet.YEAR:
        raise Http404
    with one_instant():
        listing, facet = Listing(request.GET, view_named(request.GET.get(VIEW, ""))), Facet(facet)
        panel, searched = listing.panel(facet), request.GET.get(SEARCHED_VALUE, "").strip()
        context = {
            "listing": listing,
            "panel": panel,
            "searched": searched,
            "choices": panel.named(searched),
            "others": listing.other_parameters(facet),
            "everything": listing.other_parameters(),
            "metadata": facet_metadata(listing, panel),
        }
        return render(request, "partnerships/public/registry_facet.html", context)


def _is_visible_to(user, partnership):
    return Partnership.objects.visible_to(user).filter(pk=partnership.pk).exists()


def _suspended_response(request):
    response = render(request, "partnerships/public/partnership_suspended.html", status=410)
    response["Cache-Control"] = "no-store"
    return response


def _suspension_of(partnership):
    if not partnership.is_suspended:
        return None
    return partnership.suspensions.standing().select_related("suspended_by").first()


@public_page()
@require_safe
def partnership_detail(request, public_id, slug=""):
    """The public page of a partnership; its identifier alone, or with another slug, leads to it.

    A merged partnership redirects to the other one; a suspended one answers 410, except to those
    who may still see it.
    """
    rows = Partnership.objects.select_related(
        "current_version", "lead_authority__departement", "lead_authority__region"
    )
    found = get_object_or_404(rows.with_sides(), public_id=public_id)
    partnership = found.merged_into or found
    if partnership.is_suspended and not _is_visible_to(request.user, partnership):
        return _suspended_response(request)
    if found.merged_into:
        return redirect_to_current(partnership)
    if slug != partnership.slug:
        return redirect(partnership, permanent=True)
    short = reverse("partnerships:partnership_by_id", args=[partnership.public_id])
    page = PartnershipPage(partnership, absolute_address(short))
    context = {
        "partnership": partnership,
        "page": page,
        "own": own_acts(request.user, partnership),
        "suspension": _suspension_of(partnership),
        "metadata": partnership_metadata(partnership, page.title),
    }
    return render(request, "partnerships/public/partnership_detail.html", context)


def _published_or_404(request, model, public_id, uuid):
    """Returns a document or an image of a partnership that the user may see."""
    partnerships = Partnership.objects.visible_to(request.user).filter(public_id=public_id)
    return get_object_or_404(model, partnership__in=partnerships, uuid=uuid)


@login_not_required
@require_safe
def partnership_document(request, public_id, uuid):
    file = _published_or_404(request, PartnershipDocument, public_id, uuid)
    return download_response(request, file, cache="private, no-cache")


@login_not_required
@require_safe
def partnership_image(request, public_id, uuid, width, end):
    picture = _published_or_404(request, PartnershipImage, public_id, uuid)
    return picture_response(request, picture, width, end)
