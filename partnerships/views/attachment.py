from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from partnerships.document.files import is_deposited
from partnerships.models import Dossier
from partnerships.permissions import may_submit


@require_GET
def attachment_download(request, uuid, attachment):
    """A file of a dossier: all of them for who writes it, the deposited ones for who reads it."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), uuid=uuid)
    file = get_object_or_404(dossier.attachments, uuid=attachment)
    if not may_submit(request.user, dossier) and not is_deposited(dossier, str(attachment)):
        raise Http404
    try:
        content = file.open()
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=file.file_name,
        content_type=file.content_type,
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
