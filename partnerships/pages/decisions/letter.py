from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from partnerships.models import DecisionLetter, Dossier
from partnerships.pages.components.stored_file import download_response


@require_safe
def letter_download(request, uuid, letter) -> HttpResponse:
    """Sends a notified letter to members of its authorities and to officers, even when the dossier
    was reopened since.
    """
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), uuid=uuid)
    row = get_object_or_404(DecisionLetter.objects.of_dossier(dossier), uuid=letter)
    return download_response(request, row, cache="private, no-store")
