"""Members of an authority mark a change request as answered."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.identifiers import uuid_of
from partnerships.models import Action, ChangeRequestStatus, Dossier
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.exchanges.unsent_message import (
    discard_unsent,
    store_unsent,
    store_until_sign_in,
)
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused

# The button of a step sends « do=answered:<uuid> », and its text in « answer.<uuid> ».
BUTTON_PREFIX = "answered:"


def _answer(request, dossier, uuid, text):
    """Marks a change request as answered; if refused, keeps the text for its input box. Returns
    the identifier of what to show.
    """
    change_request = dossier.change_requests.sent().filter(uuid=uuid_of(uuid)).first()
    if change_request is None:
        raise Http404
    if change_request.status != ChangeRequestStatus.SENT:
        messages.info(request, _("Cette demande avait déjà sa réponse."))
        return f"message-answered-{uuid}"
    seen = dossier.last_sequence
    try:
        perform(
            Action.ANSWER_REQUEST,
            dossier,
            by=request.user,
            seen=seen,
            request=change_request.uuid,
            word=text,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        store_unsent(request, dossier.uuid, str(change_request.uuid), text)
        return f"answer-{uuid}"
    discard_unsent(request, dossier.uuid, str(change_request.uuid))
    messages.success(request, _("La demande est marquée répondue."))
    return f"message-answered-{uuid}"


def _read_button(request):
    """Returns (uuid of the change request, text) if its button was pressed, else None."""
    button = request.POST.get("do", "")
    if not button.startswith(BUTTON_PREFIX):
        return None
    uuid = button.removeprefix(BUTTON_PREFIX)
    return uuid, request.POST.get(f"answer.{uuid}", "")


def answer_from_form(request, dossier) -> str:
    """Marks as answered the change request whose button was pressed, if any. Returns the
    identifier of what to show on the page of the dossier.
    """
    pressed = _read_button(request)
    return _answer(request, dossier, *pressed) if pressed else "demandes"


def store_answer_from_form(request, uuid) -> None:
    """Stores that answer until the user signs in, once the session has ended."""
    pressed = _read_button(request)
    if pressed:
        store_until_sign_in(request, uuid, *pressed)


@answers_without_session
@require_POST
def change_request_answer(request, uuid):
    """Answers a change request from the page of the dossier.

    Open to a POST without a session, so that the text is not lost.
    """
    if not request.user.is_authenticated:
        store_answer_from_form(request, uuid)
        return redirect_to_login(Dossier(uuid=uuid).get_absolute_url())
    dossier = own_dossier_or_404(request.user, uuid)
    shown = answer_from_form(request, dossier)
    return redirect(f"{dossier.get_absolute_url()}#{shown}")
