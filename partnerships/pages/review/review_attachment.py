"""A deposited attachment, displayed in the review page."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from partnerships.document.files import is_deposited
from partnerships.files.kind import PDF
from partnerships.pages.components.access import deposited_or_404
from partnerships.pages.components.stored_file import framed_response
from partnerships.permissions import may_review


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_GET
@xframe_options_sameorigin
def review_file(request, uuid, attachment):
    """Sends a PDF of the latest deposits to a frame of the portal; other types are downloaded."""
    dossier = deposited_or_404(request, uuid)
    file = get_object_or_404(dossier.attachments, uuid=attachment, content_type=PDF)
    if not may_review(request.user, dossier) or not is_deposited(dossier, str(attachment)):
        raise Http404
    return framed_response(request, file)
