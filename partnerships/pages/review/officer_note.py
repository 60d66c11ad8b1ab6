from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.pages.components.access import deposited_or_404
from partnerships.pages.components.exchanges.unsent_message import (
    discard_unsent,
    store_until_sign_in,
)
from partnerships.pages.components.review_address import review_address
from partnerships.pages.review.review import allows_file_frames, show_review
from partnerships.pages.review.review_note import NOTE_BOX
from partnerships.workflow.officers.officer_note import save_note
from partnerships.workflow.refusals import Refused


@answers_without_session
@require_POST
@allows_file_frames
def officer_note(request, uuid):
    """Saves the private note of the officer. Accepts a POST without a session: the text waits in
    the next session, for the person whose page sent it and no one else.
    """
    body, person = request.POST.get("note", ""), request.POST.get("person", "")
    page = review_address(request, uuid, "#note")
    if not request.user.is_authenticated:
        store_until_sign_in(request, uuid, NOTE_BOX, body, person)
        return redirect_to_login(page)
    if not request.user.has_perm("partnerships.review_dossier"):
        raise PermissionDenied
    dossier = deposited_or_404(request, uuid)
    if person != str(request.user.journal_id):
        raise Http404
    try:
        save_note(dossier, by=request.user, body=body, was=request.POST.get("was", ""))
    except Refused as refused:
        return show_review(
            request, dossier, 409, typed=request.POST, error=str(refused), action=NOTE_BOX
        )
    discard_unsent(request, dossier.uuid, NOTE_BOX)
    messages.success(request, _("Votre note est enregistrée\u202f: vous seul la lisez."))
    return redirect(page)
