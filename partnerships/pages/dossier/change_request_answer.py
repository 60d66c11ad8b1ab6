"""Members mark a change request as answered."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.models import Action, ChangeRequestStatus, Dossier
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.unsent_message import (
    discard_unsent,
    read_token,
    store_unsent,
    store_until_sign_in,
)
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused

# What a button of a step asks for: « do=answered:<uuid> », its word in « answer.<uuid> ».
ASKED = "answered:"


def _answer(request, dossier, uuid, word):
    """Mark a request answered; if refused, the text typed stays in its box."""
    row = dossier.change_requests.sent().filter(uuid=read_token(uuid)).first()
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
    except Refused as refused:
        messages.error(request, str(refused))
        store_unsent(request, dossier.uuid, str(row.uuid), word)
    else:
        discard_unsent(request, dossier.uuid, str(row.uuid))
        messages.success(request, _("La demande est marquée répondue."))


def _asked(request):
    asked = request.POST.get("do", "")
    if not asked.startswith(ASKED):
        return None
    uuid = asked.removeprefix(ASKED)
    return uuid, request.POST.get(f"answer.{uuid}", "")


def answer_asked(request, dossier) -> None:
    """Mark answered the request whose button was pressed in a step, if any."""
    asked = _asked(request)
    if asked:
        _answer(request, dossier, *asked)


def keep_answer_asked(request, uuid) -> None:
    """The same, where the session has ended."""
    asked = _asked(request)
    if asked:
        store_until_sign_in(request, uuid, *asked)


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
