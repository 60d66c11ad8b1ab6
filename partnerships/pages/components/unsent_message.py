"""Messages that could not be sent: the session keeps them, by dossier and by box of the page."""

from uuid import UUID

from django.contrib import messages
from django.utils.translation import gettext as _

from partnerships.models import Dossier

UNSENT = "unsent"


def unsent_messages(request, uuid) -> dict:
    """Messages on a dossier that could not be sent, by the path of their box."""
    return request.session.get(UNSENT, {}).get(str(uuid), {})


def _remember(request, uuid, boxes):
    others = {
        key: kept for key, kept in request.session.get(UNSENT, {}).items() if key != str(uuid)
    }
    request.session[UNSENT] = {**others, str(uuid): boxes} if boxes else others


def store_unsent(request, uuid, path, body, field_path="") -> None:
    kept = {"body": body, "field_path": field_path}
    _remember(request, uuid, {**unsent_messages(request, uuid), path: kept})


def discard_unsent(request, uuid, path) -> None:
    boxes = unsent_messages(request, uuid)
    if path in boxes:
        _remember(request, uuid, {key: kept for key, kept in boxes.items() if key != path})


def read_token(text: str) -> UUID | None:
    """What the box was drawn with; what no page draws is as good as nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None


def store_until_sign_in(request, uuid, path, body, field_path=""):
    """The session ended while one wrote: the message waits in the new one."""
    if body.strip() and Dossier.objects.filter(uuid=uuid).exists():
        store_unsent(request, uuid, path, body, field_path)
        messages.warning(
            request,
            _(
                "Votre session était terminée. Votre message est gardé\u202f: connectez-vous "
                "pour le retrouver et l’envoyer."
            ),
        )
