"""Change requests: officers gather, reword and settle them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.identifiers import uuid_of
from partnerships.models import Action, ChangeRequestStatus
from partnerships.pages.components.access import deposited_or_404
from partnerships.pages.components.exchanges.unsent_message import (
    discard_unsent,
    store_until_sign_in,
)
from partnerships.pages.components.review_address import review_address
from partnerships.pages.review.review import allows_file_frames, show_review, subject_or_blank
from partnerships.pages.review.review_exchanges import REQUEST_BOX
from partnerships.permissions import may_review
from partnerships.workflow.change_requests import drop, gather, reword
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused


def _back(request, uuid, row=None):
    """Goes to the request, or to all of them."""
    return redirect(review_address(request, uuid, f"#message-{row.uuid}" if row else "#demandes"))


@answers_without_session
@require_POST
@allows_file_frames
def change_request_add(request, uuid):
    """Adds a change request, not sent yet. Accepts a POST without a session, so that the text is
    not lost.
    """
    data = request.POST
    if not request.user.is_authenticated:
        store_until_sign_in(request, uuid, "", data.get("body", ""), data.get("field_path", ""))
        return redirect_to_login(review_address(request, uuid))
    if not request.user.has_perm("partnerships.review_dossier"):
        raise PermissionDenied
    dossier = deposited_or_404(request, uuid)
    try:
        row = gather(
            dossier,
            by=request.user,
            body=data.get("body", ""),
            field_path=subject_or_blank(dossier, data.get("field_path", "")),
            uuid=uuid_of(data.get("token", "")),
        )
    except Refused as refused:
        return show_review(
            request, dossier, 409, typed=data, error=str(refused), action=REQUEST_BOX
        )
    discard_unsent(request, dossier.uuid, "")
    messages.success(request, _("La demande est gardée avec le dossier, pas encore envoyée."))
    return _back(request, uuid, row)


def _settle(request, dossier, action, target, row):
    """Changes the status of a request once, even on a double click."""
    if row.status != target:
        perform(action, dossier, by=request.user, seen=dossier.last_sequence, request=row.uuid)


def _do(request, dossier, row):
    data, by = request.POST, request.user
    if data.get("do") == "reword":
        reword(dossier, row.uuid, by=by, body=data.get("body", ""), was=data.get("was", ""))
    elif data.get("do") == "drop":
        drop(dossier, row.uuid, by=by)
    elif data.get("do") == "settle":
        _settle(request, dossier, Action.SETTLE_REQUEST, ChangeRequestStatus.SETTLED, row)
    elif data.get("do") == "reask":
        _settle(request, dossier, Action.REOPEN_REQUEST, ChangeRequestStatus.SENT, row)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
@allows_file_frames
def change_request_act(request, uuid, change_request):
    """Rewords or drops a request that is not sent; settles or reopens one that is."""
    dossier = deposited_or_404(request, uuid)
    row = dossier.change_requests.filter(uuid=change_request).first()
    if not may_review(request.user, dossier):
        raise Http404
    if row is None:
        messages.info(request, _("Cette demande n’est plus dans la liste."))
        return _back(request, uuid)
    try:
        _do(request, dossier, row)
    except Refused as refused:
        dossier.refresh_from_db()
        return show_review(
            request, dossier, 409, typed=request.POST, error=str(refused), action=REQUEST_BOX
        )
    return _back(request, uuid, None if request.POST.get("do") == "drop" else row)
