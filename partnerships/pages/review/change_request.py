"""Changes asked of an authority: officers gather, reword and settle them; members answer."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.models import ChangeRequestStatus, Dossier
from partnerships.pages.dossier.dossier import own_dossier_or_404
from partnerships.pages.dossier.message import (
    forget_unsent,
    keep_unsent,
    keep_until_sign_in,
    token_of,
)
from partnerships.pages.review.review import SHOWS_FILES, place_of, reviewed_or_404, show_review
from partnerships.permissions import may_review
from partnerships.workflow.change_requests import drop, gather, reword
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused
from partnerships.workflow.transitions import Action

# The box where officers write, among those that the session keeps.
BOX = "demande"
# What a button of a step asks for: « do=answered:<uuid> », its word in « answer.<uuid> ».
ASKED = "answered:"


def _back(uuid):
    return redirect(f"{reverse('partnerships:review_detail', args=[uuid])}#demandes")


@answers_without_session
@require_POST
@SHOWS_FILES
def change_request_add(request, uuid):
    """Gather a request. Open to a POST without a session, so that no word of it is lost."""
    data = request.POST
    if not request.user.is_authenticated:
        keep_until_sign_in(request, uuid, BOX, data.get("body", ""), data.get("field_path", ""))
        return redirect_to_login(reverse("partnerships:review_detail", args=[uuid]))
    if not request.user.has_perm("partnerships.review_dossier"):
        raise PermissionDenied
    dossier = reviewed_or_404(request, uuid)
    try:
        gather(
            dossier,
            by=request.user,
            body=data.get("body", ""),
            field_path=place_of(dossier, data.get("field_path", "")),
            uuid=token_of(data.get("token", "")),
        )
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        return show_review(request, dossier, 409, typed=data, error=str(refused), action=BOX)
    forget_unsent(request, dossier.uuid, BOX)
    messages.success(request, _("La demande est gardée avec le dossier, pas encore envoyée."))
    return _back(uuid)


def _settle(request, dossier, action, target, row):
    """Two clicks are one."""
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
@SHOWS_FILES
def change_request_act(request, uuid, change_request):
    """Reword or drop what is not sent, settle or reopen what is."""
    dossier = reviewed_or_404(request, uuid)
    row = dossier.change_requests.filter(uuid=change_request).first()
    if not may_review(request.user, dossier):
        raise Http404
    if row is None:
        messages.info(request, _("Cette demande n’est plus dans la liste."))
        return _back(uuid)
    try:
        _do(request, dossier, row)
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        dossier.refresh_from_db()
        return show_review(
            request, dossier, 409, typed=request.POST, error=str(refused), action=BOX
        )
    return _back(uuid)


def _answer(request, dossier, uuid, word):
    """Mark a request answered; where it cannot be, its word waits in its box."""
    row = dossier.change_requests.told().filter(uuid=token_of(uuid)).first()
    if row is None:
        raise Http404
    if row.status != ChangeRequestStatus.SENT:
        messages.info(request, _("Cette demande avait déjà sa réponse."))
        return
    seen = dossier.last_sequence
    try:
        perform(
            Action.ANSWER_REQUEST, dossier, by=request.user, seen=seen, request=row.uuid, word=word
        )
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
        keep_unsent(request, dossier.uuid, str(row.uuid), word)
    else:
        forget_unsent(request, dossier.uuid, str(row.uuid))
        messages.success(request, _("La demande est marquée répondue."))


def _asked(request):
    asked = request.POST.get("do", "")
    if not asked.startswith(ASKED):
        return None
    uuid = asked.removeprefix(ASKED)
    return uuid, request.POST.get(f"answer.{uuid}", "")


def answer_asked(request, dossier) -> None:
    """Mark answered the request whose button was pressed in a step, if one was."""
    asked = _asked(request)
    if asked:
        _answer(request, dossier, *asked)


def keep_answer_asked(request, uuid) -> None:
    """The same, where the session has ended."""
    asked = _asked(request)
    if asked:
        keep_until_sign_in(request, uuid, *asked)


@answers_without_session
@require_POST
def change_request_answer(request, uuid):
    """From the page of the dossier. Open to a POST without a session, for the word not to be
    lost.
    """
    if not request.user.is_authenticated:
        keep_answer_asked(request, uuid)
        return redirect_to_login(Dossier(uuid=uuid).get_absolute_url())
    dossier = own_dossier_or_404(request.user, uuid)
    answer_asked(request, dossier)
    return redirect(f"{dossier.get_absolute_url()}#demandes")
