"""Messages between members and officers on a dossier."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cncd_portal.database import quiet_write
from partnerships.document.steps.text import too_long
from partnerships.models import Dossier, Message, MessageRead, Visibility
from partnerships.notifications.dossier import announce_message
from partnerships.permissions import may_review
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_LENGTH = Message._meta.get_field("body").max_length


def clean_text(text: str) -> str:
    """Returns a typed text, stripped and without NUL characters, which PostgreSQL refuses."""
    return text.replace("\x00", "").strip()


def checked_reason(text: str, max_length: int) -> str:
    """Returns the cleaned reason. Raises Refused if it is empty or too long."""
    text = clean_text(text)
    if not text:
        raise Refused(_("Écrivez le motif\u202f: il sera lu, et il est conservé."))
    refuse_too_long(text, max_length)
    return text


def refuse_too_long(text: str, max_length: int = MAX_LENGTH):
    if len(text) > max_length:
        raise Refused(too_long(len(text), max_length))


def write_message(dossier, by, body, visibility, field_path="", uuid=None) -> Message:
    """Creates a message. The caller checks permissions and sends notifications."""
    refuse_too_long(body)
    return Message.objects.create(
        uuid=uuid or uuid4(),
        dossier=dossier,
        author=by,
        body=clean_text(body),
        visibility=visibility,
        field_path=clean_text(field_path)[:200],
    )


def _check_may_post(dossier, by, body, visibility):
    if dossier.archived_at or not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
        raise NotAllowed
    if visibility == Visibility.INTERNAL and not may_review(by, dossier):
        raise NotAllowed
    if not dossier.submission_count:
        raise Refused(
            _(
                "Personne à l’administration ne voit encore ce dossier\u202f: vous pourrez lui "
                "écrire dès qu’il sera déposé."
            )
        )
    if not clean_text(body):
        raise Refused(_("Écrivez votre message avant de l’envoyer."))


def post_message(
    dossier: Dossier,
    *,
    by,
    body: str,
    visibility: Visibility,
    field_path: str = "",
    uuid: UUID | None = None,
) -> Message:
    """Posts a message on a deposited dossier, open or closed, and notifies its readers.

    Only reviewers may post internal messages. `uuid`: drawn by the page, so that a message posted
    twice by its author is created once. Raises NotAllowed or Refused.
    """
    _check_may_post(dossier, by, body, visibility)
    try:
        with transaction.atomic():
            message = write_message(dossier, by, body, visibility, field_path, uuid)
            announce_message(message)
    except IntegrityError:
        message = Message.objects.filter(uuid=uuid, dossier=dossier, author=by).first()
        if message is None:
            raise Refused(_("Ce message n’a pas pu être envoyé\u202f: renvoyez-le.")) from None
    return message


def mark_read(messages: Iterable[Message], *, by, as_officer: bool) -> None:
    """Marks `messages` as read by `by`; those already read keep their date."""
    rows = [MessageRead(message=each, reader=by, as_officer=as_officer) for each in messages]
    if rows:
        with quiet_write():
            MessageRead.objects.bulk_create(rows, ignore_conflicts=True)
