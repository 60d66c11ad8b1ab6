"""Messages of members to officers. One that cannot be sent is kept in the session."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.models import Dossier, Visibility
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.conversation import is_place
from partnerships.pages.components.unsent_message import (
    discard_unsent,
    read_token,
    store_unsent,
    store_until_sign_in,
)
from partnerships.workflow.messages import post_message
from partnerships.workflow.refusals import Refused

# What a button of the form asks for: « do=message:<path>:<token> ».
ASKED = "message:"


def _send(request, dossier, path, body, field_path, token):
    """Send the message typed in the box at `path`; if refused, it stays in the box."""
    place = field_path if is_place(field_path, dossier.buffer) else ""
    try:
        post_message(
            dossier,
            by=request.user,
            body=body,
            visibility=Visibility.SHARED,
            field_path=place,
            uuid=read_token(token),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        store_unsent(request, dossier.uuid, path, body, place)
    else:
        messages.success(request, _("Votre message est envoyé."))
        discard_unsent(request, dossier.uuid, path)


def _asked(request):
    """(path, token, text) of the message that a button of the form sends, or None."""
    asked = request.POST.get("do", "")
    if not asked.startswith(ASKED):
        return None
    path, _colon, token = asked.removeprefix(ASKED).partition(":")
    return path, token, request.POST.get(f"message.{path}", "")


def send_asked(request, dossier) -> None:
    """Send the message whose button was pressed in a step, if any."""
    asked = _asked(request)
    if asked:
        path, token, body = asked
        _send(request, dossier, path, body, path, token)


def keep_asked(request, uuid) -> None:
    """The same, where the session has ended."""
    asked = _asked(request)
    if asked:
        path, _token, body = asked
        store_until_sign_in(request, uuid, path, body, path)


@answers_without_session
@require_POST
def dossier_message(request, uuid):
    """Write to the officers. Accepts a POST without a session, to keep the text until sign-in."""
    body, place = request.POST.get("body", ""), request.POST.get("field_path", "")
    if not request.user.is_authenticated:
        store_until_sign_in(request, uuid, "", body, place)
        return redirect_to_login(Dossier(uuid=uuid).get_absolute_url())
    dossier = own_dossier_or_404(request.user, uuid)
    _send(request, dossier, "", body, place, request.POST.get("token", ""))
    return redirect(f"{dossier.get_absolute_url()}#echanges")
