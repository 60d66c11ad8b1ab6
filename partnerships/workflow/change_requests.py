"""Changes asked of an authority: gathered by officers, sent at once, answered, settled."""

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


def _words(body):
    words = clean_text(body)
    if not words:
        raise Refused(_("Écrivez ce qu’il faut changer, et pourquoi."))
    refuse_too_long(words)
    return words


def is_gathering(dossier: Dossier) -> bool:
    """Deposited, and not over."""
    return dossier.submission_count > 0 and dossier.status != DossierStatus.CLOSED


def _may_gather(user, dossier):
    return is_gathering(dossier) and may_review(user, dossier)


def gather(
    dossier: Dossier, *, by, body: str, field_path: str = "", uuid: UUID | None = None
) -> ChangeRequest:
    """Keep a request with the file, unsent: officers see it, the authority does not.

    `uuid` is what the box was drawn with: sent twice by its author, it is one request.
    """
    if not _may_gather(by, dossier):
        raise NotAllowed
    words = _words(body)
    try:
        with transaction.atomic():
            return ChangeRequest.objects.create(
                uuid=uuid or uuid4(),
                dossier=dossier,
                submission=dossier.submissions.first(),
                field_path=field_path,
                body=words,
                created_by=by,
            )
    except IntegrityError:
        known = ChangeRequest.objects.filter(uuid=uuid, dossier=dossier, created_by=by).first()
        if known is None:
            raise Refused(_("Cette demande n’a pas pu être gardée\u202f: renvoyez-la.")) from None
        return known


@transaction.atomic
def _gathered(dossier, by, uuid):
    """The unsent request `uuid`, its row locked."""
    if not _may_gather(by, dossier):
        raise NotAllowed
    row = dossier.change_requests.select_for_update().filter(uuid=uuid).first()
    if row is None or row.status != ChangeRequestStatus.DRAFT:
        raise Refused(_("Cette demande est déjà envoyée, ou retirée\u202f: relisez la liste."))
    return row


@transaction.atomic
def reword(dossier: Dossier, uuid: UUID, *, by, body: str, was: str) -> None:
    """Change an unsent request; `was`: the text that the page had, lest a colleague's be lost."""
    row, words = _gathered(dossier, by, uuid), _words(body)
    if row.body not in (clean_text(was).replace("\r\n", "\n"), words):
        raise Refused(
            _("Un collègue a récrit cette demande entre-temps\u202f: «\u202f%(text)s\u202f»")
            % {"text": row.body}
        )
    row.body = words
    row.save(update_fields=["body"])


@transaction.atomic
def drop(dossier: Dossier, uuid: UUID, *, by) -> None:
    _gathered(dossier, by, uuid).delete()


def send(dossier: Dossier, by, messages: Iterable[tuple[str, str]], requests: Iterable[str]):
    """Send those of the gathered that the page showed (`requests`), and `messages`: pairs (path
    of a field or "", text). What was reopened is asked again with them. The messages of all.
    """
    latest = dossier.submissions.first()
    asked = list(dossier.change_requests.gathered().filter(uuid__in=requests))
    asked += [
        ChangeRequest(dossier=dossier, field_path=path, body=clean_text(body), created_by=by)
        for path, body in messages
        if clean_text(body)
    ]
    again = list(dossier.change_requests.filter(status=ChangeRequestStatus.SENT))
    if not asked and not again:
        raise Refused(
            _("Écrivez au moins un message\u202f: que faut-il compléter, et pourquoi\u202f?")
        )
    for row in asked:
        row.message = write_message(dossier, by, row.body, Visibility.SHARED, row.field_path)
        row.body, row.status = "", ChangeRequestStatus.SENT
    for row in (*again, *asked):
        row.submission = latest
        row.save()
    return [str(row.message.uuid) for row in (*again, *asked)]


def _told(dossier, uuid):
    row = dossier.change_requests.sent().filter(uuid=uuid).first()
    if row is None:
        raise NotAllowed
    return row


def answer(dossier: Dossier, *, by, request: UUID, word=""):
    """Say that what was asked is done, or why it is not; the word joins what both sides read."""
    row = _told(dossier, request)
    if row.status != ChangeRequestStatus.SENT:
        raise Refused(_("Cette demande a déjà sa réponse."))
    if clean_text(word):
        row.answer = write_message(dossier, by, word, Visibility.SHARED, row.field_path)
    row.status, row.answered_at = ChangeRequestStatus.ANSWERED, timezone.now()
    row.save()
    return {"request": str(row.uuid)}


def settle_request(dossier: Dossier, *, by, request: UUID):
    row = _told(dossier, request)
    if row.status == ChangeRequestStatus.SETTLED:
        raise Refused(_("Cette demande est déjà réglée."))
    row.status, row.settled_at = ChangeRequestStatus.SETTLED, timezone.now()
    row.save()
    return {"request": str(row.uuid)}


def reopen_request(dossier: Dossier, *, by, request: UUID):
    """What was answered, or settled, is asked again: with the next changes that are requested."""
    row = _told(dossier, request)
    if row.status == ChangeRequestStatus.SENT:
        raise Refused(_("Cette demande est déjà à redemander."))
    row.status, row.answered_at, row.settled_at = ChangeRequestStatus.SENT, None, None
    row.save()
    return {"request": str(row.uuid)}
