"""What members and officers say to each other on a dossier."""

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import Dossier, Message, Visibility
from partnerships.notifications import announce_message
from partnerships.permissions import may_review
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_LENGTH = Message._meta.get_field("body").max_length


def clean_text(text: str) -> str:
    """What someone typed, without the NUL characters that PostgreSQL refuses."""
    return text.replace("\x00", "").strip()


def refuse_too_long(text: str):
    if len(text) > MAX_LENGTH:
        raise Refused(
            _("Ce message est trop long\u202f: %(limit)s caractères au plus.")
            % {"limit": MAX_LENGTH}
        )


def write_message(dossier, by, body, visibility, field_path="") -> Message:
    """Add a message that its caller allowed, and announces."""
    refuse_too_long(body)
    return Message.objects.create(
        dossier=dossier,
        author=by,
        body=clean_text(body),
        visibility=visibility,
        field_path=field_path[:200],
    )


@transaction.atomic
def post_message(
    dossier: Dossier, *, by, body: str, visibility: Visibility, field_path: str = ""
) -> Message:
    """Say a word on `dossier`: reviewers to all or among themselves, members to all."""
    if not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
        raise NotAllowed
    if visibility == Visibility.INTERNAL and not may_review(by, dossier):
        raise NotAllowed
    if not clean_text(body):
        raise Refused(_("Écrivez votre message avant de l’envoyer."))
    message = write_message(dossier, by, body, visibility, field_path)
    announce_message(message)
    return message
