from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Dossier, Partnership, PartnershipDocument, PartnershipImage
from partnerships.pages.components.stored_file import download_response, picture_response
from partnerships.pages.public.partnership.partnership_metadata import partnership_metadata
from partnerships.pages.public.partnership.partnership_page import PartnershipPage
from partnerships.pages.public.redirects import redirect_to_current
from partnerships.permissions import own_acts
from partnerships.registry.partnership_sides import partnership_by_id, read_sides


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


def _instruction_of(user, partnership):
    """Returns the dossier that the page comes from, for those who instruct and may open it: not
    once it is archived; else None.
    """
    if not user.has_perm("partnerships.review_dossier"):
        return None
    deposit = partnership.current_version.deposit
    if not deposit:
        return None
    return Dossier.objects.visible_to(user).filter(pk=deposit.dossier_id).first()


@public_page()
@require_safe
def partnership_detail(request, public_id, slug=""):
    """The public page of a partnership; its identifier alone, or with another slug, leads to it.

    A merged partnership redirects to the other one; a suspended one answers 410, except to those
    who may still see it.
    """
    found = partnership_by_id(public_id.lower())
    if not found:
        raise Http404
    partnership = found.merged_into or found
    if partnership.is_suspended and not _is_visible_to(request.user, partnership):
        return _suspended_response(request)
    if found.merged_into:
        return redirect_to_current(partnership)
    if (public_id, slug) != (partnership.public_id, partnership.slug):
        return redirect(partnership, permanent=True)
    read_sides([partnership], "place")
    page = PartnershipPage(partnership)
    context = {
        "partnership": partnership,
        "page": page,
        "own": own_acts(request.user, partnership),
        "suspension": _suspension_of(partnership),
        "instruction": _instruction_of(request.user, partnership),
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
