"""Messages from members to officers; the text of one that could not be sent is kept."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.identifiers import uuid_of
from partnerships.models import Dossier, Visibility
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.exchanges.conversation import is_subject
from partnerships.pages.components.exchanges.unsent_message import (
    discard_unsent,
    store_unsent,
    store_until_sign_in,
)
from partnerships.workflow.messages import post_message
from partnerships.workflow.refusals import Refused

# The button of a form sends « do=message:<path>:<token> ».
BUTTON_PREFIX = "message:"


def _send(request, dossier, path, body, field_path, token):
    """Posts the text of the box at `path`; if refused, the text stays in the box. Returns the
    anchor to go to: the message, or the box.
    """
    place = field_path if is_subject(field_path, dossier.buffer) else ""
    try:
        message = post_message(
            dossier,
            by=request.user,
            body=body,
            visibility=Visibility.SHARED,
            field_path=place,
            uuid=uuid_of(token),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        store_unsent(request, dossier.uuid, path, body, place)
        return "#echanges"
    messages.success(request, _("Votre message est envoyé."))
    discard_unsent(request, dossier.uuid, path)
    return f"#message-{message.uuid}"


def _read_button(request):
    """Returns (path, token, text) of the message if its button was pressed, else None."""
    button = request.POST.get("do", "")
    if not button.startswith(BUTTON_PREFIX):
        return None
    path, _colon, token = button.removeprefix(BUTTON_PREFIX).partition(":")
    return path, token, request.POST.get(f"message.{path}", "")


def send_message_from_form(request, dossier) -> None:
    """Sends the message whose button was pressed in a step, if any."""
    pressed = _read_button(request)
    if pressed:
        path, token, body = pressed
        _send(request, dossier, path, body, path, token)


def store_message_from_form(request, uuid) -> None:
    """Stores that message until the user signs in, once the session has ended."""
    pressed = _read_button(request)
    if pressed:
        path, _token, body = pressed
        store_until_sign_in(request, uuid, path, body, path)


@answers_without_session
@require_POST
def dossier_message(request, uuid):
    """Sends a message to the officers. Open to a POST without a session, to lose no text."""
    body, place = request.POST.get("body", ""), request.POST.get("field_path", "")
    if not request.user.is_authenticated:
        store_until_sign_in(request, uuid, "", body, place)
        return redirect_to_login(Dossier(uuid=uuid).get_absolute_url())
    dossier = own_dossier_or_404(request.user, uuid)
    anchor = _send(request, dossier, "", body, place, request.POST.get("token", ""))
    return redirect(f"{dossier.get_absolute_url()}{anchor}")
