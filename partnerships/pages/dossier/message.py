"""Messages that are sent, and those that could not be: none of their words is lost."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.models import Dossier, Visibility
from partnerships.pages.components.conversation import is_place
from partnerships.pages.dossier.dossier import own_dossier_or_404
from partnerships.workflow.messages import post_message
from partnerships.workflow.refusals import NotAllowed, Refused

UNSENT = "unsent"
# What a button of the form asks for: « do=message:<path>:<token> ».
ASKED = "message:"


def unsent_of(request, uuid) -> dict:
    """Messages on a dossier that could not be sent, by the path of their box."""
    return request.session.get(UNSENT, {}).get(str(uuid), {})


def _remember(request, uuid, boxes):
    others = {
        key: kept for key, kept in request.session.get(UNSENT, {}).items() if key != str(uuid)
    }
    request.session[UNSENT] = {**others, str(uuid): boxes} if boxes else others


def keep_unsent(request, uuid, path, body, field_path="") -> None:
    kept = {"body": body, "field_path": field_path}
    _remember(request, uuid, {**unsent_of(request, uuid), path: kept})


def forget_unsent(request, uuid, path) -> None:
    boxes = unsent_of(request, uuid)
    if path in boxes:
        _remember(request, uuid, {key: kept for key, kept in boxes.items() if key != path})


def token_of(text: str) -> UUID | None:
    """What the box was drawn with; what no page draws is as good as nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None


def keep_until_sign_in(request, uuid, path, body, field_path=""):
    """The session ended while one wrote: the message waits in the new one."""
    if body.strip() and Dossier.objects.filter(uuid=uuid).exists():
        keep_unsent(request, uuid, path, body, field_path)
        messages.warning(
            request,
            _(
                "Votre session était terminée. Votre message est gardé\u202f: connectez-vous "
                "pour le retrouver et l’envoyer."
            ),
        )


def _send(request, dossier, path, body, field_path, token):
    """Send what was typed in the box at `path`, which keeps it where it is refused."""
    place = field_path if is_place(field_path, dossier.buffer) else ""
    try:
        post_message(
            dossier,
            by=request.user,
            body=body,
            visibility=Visibility.SHARED,
            field_path=place,
            uuid=token_of(token),
        )
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
        keep_unsent(request, dossier.uuid, path, body, place)
    else:
        messages.success(request, _("Votre message est envoyé."))
        forget_unsent(request, dossier.uuid, path)


def _asked(request):
    """(path, token, text) of the message that a button of the form sends, or None."""
    asked = request.POST.get("do", "")
    if not asked.startswith(ASKED):
        return None
    path, _colon, token = asked.removeprefix(ASKED).partition(":")
    return path, token, request.POST.get(f"message.{path}", "")


def send_asked(request, dossier) -> None:
    """Send the message of the button that was pressed in a step, if one was."""
    asked = _asked(request)
    if asked:
        path, token, body = asked
        _send(request, dossier, path, body, path, token)


def keep_asked(request, uuid) -> None:
    """The same, where the session has ended."""
    asked = _asked(request)
    if asked:
        path, _token, body = asked
        keep_until_sign_in(request, uuid, path, body, path)


@answers_without_session
@require_POST
def dossier_message(request, uuid):
    """Write to the officers. Open to a POST without a session, so that no word of it is lost."""
    body, place = request.POST.get("body", ""), request.POST.get("field_path", "")
    if not request.user.is_authenticated:
        keep_until_sign_in(request, uuid, "", body, place)
        return redirect_to_login(Dossier(uuid=uuid).get_absolute_url())
    dossier = own_dossier_or_404(request.user, uuid)
    _send(request, dossier, "", body, place, request.POST.get("token", ""))
    return redirect(f"{dossier.get_absolute_url()}#echanges")
