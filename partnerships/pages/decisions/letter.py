from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from partnerships.models import DecisionLetter, Dossier
from partnerships.pages.components.stored_file import download_response


@require_safe
def letter_download(request, uuid, letter) -> HttpResponse:
    """A letter that was notified, to its authorities and to officers, even if reopened since."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), uuid=uuid)
    found = get_object_or_404(DecisionLetter.objects.of_dossier(dossier), uuid=letter)
    return download_response(request, found, cache="private, no-store")
