"""Change requests: drafted by officers, sent together, answered by the authority, settled."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import (
    ChangeRequest,
    ChangeRequestStatus,
    Dossier,
    DossierStatus,
    Visibility,
)
from partnerships.permissions import may_review
from partnerships.workflow.messages import clean_text, refuse_too_long, write_message
from partnerships.workflow.refusals import NotAllowed, Refused


def _checked_text(body):
    text = clean_text(body)
    if not text:
        raise Refused(_("Écrivez ce qu’il faut changer, et pourquoi."))
    refuse_too_long(text)
    return text


def is_gathering(dossier: Dossier) -> bool:
    """Whether change requests may be drafted: the dossier is deposited and not closed."""
    return dossier.submission_count > 0 and dossier.status != DossierStatus.CLOSED


def _may_gather(user, dossier):
    return is_gathering(dossier) and may_review(user, dossier)


def gather(
    dossier: Dossier, *, by, body: str, field_path: str = "", uuid: UUID | None = None
) -> ChangeRequest:
    """Drafts a change request, seen by officers and not by the authority until it is sent.

    `uuid`: drawn by the page, so that a request posted twice by its author is created once.
    Raises NotAllowed or Refused.
    """
    if not _may_gather(by, dossier):
        raise NotAllowed
    text = _checked_text(body)
    try:
        with transaction.atomic():
            return ChangeRequest.objects.create(
                uuid=uuid or uuid4(),
                dossier=dossier,
                submission=dossier.submissions.first(),
                field_path=field_path,
                body=text,
                created_by=by,
            )
    except IntegrityError:
        existing = ChangeRequest.objects.filter(uuid=uuid, dossier=dossier, created_by=by).first()
        if existing is None:
            raise Refused(_("Cette demande n’a pas pu être gardée\u202f: renvoyez-la.")) from None
        return existing


@transaction.atomic
def _lock_draft(dossier, by, uuid):
    """Locks and returns the unsent request `uuid`. Raises NotAllowed or Refused."""
    if not _may_gather(by, dossier):
        raise NotAllowed
    row = dossier.change_requests.select_for_update().filter(uuid=uuid).first()
    if row is None or row.status != ChangeRequestStatus.DRAFT:
        raise Refused(_("Cette demande est déjà envoyée, ou retirée\u202f: relisez la liste."))
    return row


@transaction.atomic
def reword(dossier: Dossier, uuid: UUID, *, by, body: str, was: str) -> None:
    """Changes the text of an unsent request.

    `was`: the text that the page displayed. Raises Refused if a colleague changed it meanwhile.
    """
    row, text = _lock_draft(dossier, by, uuid), _checked_text(body)
    if row.body not in (clean_text(was).replace("\r\n", "\n"), text):
        raise Refused(
            _("Un collègue a récrit cette demande entre-temps\u202f: «\u202f%(text)s\u202f»")
            % {"text": row.body}
        )
    row.body = text
    row.save(update_fields=["body"])


@transaction.atomic
def drop(dossier: Dossier, uuid: UUID, *, by) -> None:
    _lock_draft(dossier, by, uuid).delete()


def send(dossier: Dossier, by, messages: Iterable[tuple[str, str]], requests: Iterable[str]):
    """Sends drafted requests, new ones and reopened ones to the authority.

    `requests`: uuids of the drafts that the page displayed; `messages`: new requests, as pairs
    (field path or "", text). Returns the uuids of the messages of all of them. Raises Refused if
    there are none.
    """
    latest = dossier.submissions.first()
    new = list(dossier.change_requests.gathered().filter(uuid__in=requests))
    new += [
        ChangeRequest(dossier=dossier, field_path=path, body=clean_text(body), created_by=by)
        for path, body in messages
        if clean_text(body)
    ]
    reopened = list(dossier.change_requests.filter(status=ChangeRequestStatus.SENT))
    if not new and not reopened:
        raise Refused(
            _("Écrivez au moins un message\u202f: que faut-il compléter, et pourquoi\u202f?")
        )
    for row in new:
        row.message = write_message(dossier, by, row.body, Visibility.SHARED, row.field_path)
        row.body, row.status = "", ChangeRequestStatus.SENT
    for row in (*reopened, *new):
        row.submission = latest
        row.save()
    return [str(row.message.uuid) for row in (*reopened, *new)]


def _sent_request(dossier, uuid):
    row = dossier.change_requests.sent().filter(uuid=uuid).first()
    if row is None:
        raise NotAllowed
    return row


def answer(dossier: Dossier, *, by, request: UUID, word=""):
    """Records that the authority answered a request.

    `word`: an optional reply, saved as a message shared with officers. Raises Refused if the
    request was already answered.
    """
    row = _sent_request(dossier, request)
    if row.status != ChangeRequestStatus.SENT:
        raise Refused(_("Cette demande a déjà sa réponse."))
    if clean_text(word):
        row.answer = write_message(dossier, by, word, Visibility.SHARED, row.field_path)
    row.status, row.answered_at = ChangeRequestStatus.ANSWERED, timezone.now()
    row.save()
    return {"request": str(row.uuid)}


def settle_request(dossier: Dossier, *, by, request: UUID):
    row = _sent_request(dossier, request)
    if row.status == ChangeRequestStatus.SETTLED:
        raise Refused(_("Cette demande est déjà réglée."))
    row.status, row.settled_at = ChangeRequestStatus.SETTLED, timezone.now()
    row.save()
    return {"request": str(row.uuid)}


def reopen_request(dossier: Dossier, *, by, request: UUID):
    """Reopens an answered or settled request, to be sent again with the next ones."""
    row = _sent_request(dossier, request)
    if row.status == ChangeRequestStatus.SENT:
        raise Refused(_("Cette demande est déjà à redemander."))
    row.status, row.answered_at, row.settled_at = ChangeRequestStatus.SENT, None, None
    row.save()
    return {"request": str(row.uuid)}
