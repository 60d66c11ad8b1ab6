from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partnerships.document.reading import read
from partnerships.models import Partnership, PartnershipDocument
from partnerships.permissions import own_acts
from partnerships.registry.listing import Listing


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


@login_not_required
@require_safe
def partnership_document(request, public_id, uuid):
    """A file of the version that is public today: to be saved, never run in a page."""
    document = get_object_or_404(
        PartnershipDocument,
        partnership__in=Partnership.objects.listed().filter(public_id=public_id),
        uuid=uuid,
    )
    try:
        content = document.open()
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=document.file_name,
        content_type=document.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
