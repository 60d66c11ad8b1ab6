from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partnerships.document.reading import read
from partnerships.models import (
    Partnership,
    PartnershipDocument,
    PartnershipImage,
)
from partnerships.permissions import own_acts
from partnerships.registry.listing import Listing
from partnerships.views.stored_file import download_response, picture_response


@login_not_required
@require_safe
def registry(request):
    return render(request, "partnerships/registry.html", {"listing": Listing(request.GET)})


@login_not_required
@require_safe
def partnership_detail(request, public_id, slug):
    listed = Partnership.objects.listed().select_related("current_version", "lead_authority")
    partnership = get_object_or_404(listed, public_id=public_id)
    if slug != partnership.slug:
        return redirect(partnership, permanent=True)
    context = {
        "partnership": partnership,
        "reading": read(partnership.current_version.content),
        "versions": partnership.versions.defer("projection"),
        "own": own_acts(request.user, partnership),
    }
    return render(request, "partnerships/partnership_detail.html", context)


def _published_or_404(model, public_id, uuid):
    """A file of the version that is public today."""
    partnerships = Partnership.objects.listed().filter(public_id=public_id)
    return get_object_or_404(model, partnership__in=partnerships, uuid=uuid)


@login_not_required
@require_safe
def partnership_document(request, public_id, uuid):
    file = _published_or_404(PartnershipDocument, public_id, uuid)
    return download_response(request, file, cache="private, no-cache")


@login_not_required
@require_safe
def partnership_image(request, public_id, uuid, width, end):
    picture = _published_or_404(PartnershipImage, public_id, uuid)
    return picture_response(request, picture, width, end)
