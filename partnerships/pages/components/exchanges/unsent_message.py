"""Messages that could not be sent, stored in the session by row (a dossier, a report of a reader)
and by box of the page.
"""

from django.contrib import messages
from django.utils.translation import gettext as _

from partnerships.models import Dossier

UNSENT = "unsent"


def unsent_messages(request, uuid) -> dict:
    """Returns the unsent messages of a row, by the path of their box."""
    return request.session.get(UNSENT, {}).get(str(uuid), {})


def _store_boxes(request, uuid, boxes):
    others = {
        key: message for key, message in request.session.get(UNSENT, {}).items() if key != str(uuid)
    }
    request.session[UNSENT] = {**others, str(uuid): boxes} if boxes else others


def store_unsent(request, uuid, path, body, field_path="") -> None:
    message = {"body": body, "field_path": field_path}
    _store_boxes(request, uuid, {**unsent_messages(request, uuid), path: message})


def discard_unsent(request, uuid, path) -> None:
    boxes = unsent_messages(request, uuid)
    if path in boxes:
        _store_boxes(request, uuid, {key: message for key, message in boxes.items() if key != path})


def store_until_sign_in(request, uuid, path, body, field_path="", model=Dossier):
    """Stores in the new session a message written while the previous one expired, if there is such
    a row of `model`.
    """
    if body.strip() and model.objects.filter(uuid=uuid).exists():
        store_unsent(request, uuid, path, body, field_path)
        messages.warning(
            request,
            _(
                "Votre session était terminée. Votre message est gardé\u202f: connectez-vous "
                "pour le retrouver et l’envoyer."
            ),
        )
