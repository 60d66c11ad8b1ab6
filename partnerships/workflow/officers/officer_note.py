"""Private notes of officers about a dossier."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.canonical import digest
from partnerships.models import Dossier, OfficerNote
from partnerships.permissions import may_review
from partnerships.workflow.messages import clean_text, refuse_too_long
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_LENGTH = OfficerNote._meta.get_field("body").max_length


def note_of(dossier: Dossier, user) -> OfficerNote:
    """Returns the note of `user` on `dossier`, or an unsaved empty one."""
    existing = OfficerNote.objects.filter(dossier=dossier, author=user).first()
    return existing or OfficerNote(dossier=dossier, author=user, updated_at=None)


@transaction.atomic
def save_note(dossier: Dossier, *, by, body: str, was: str) -> None:
    """Saves the note of `by`.

    `was`: digest of the text that the page displayed. Raises Refused if another tab changed the
    note meanwhile, or if it is too long; NotAllowed if `by` may not instruct the dossier.
    """
    if not dossier.submission_count or not may_review(by, dossier):
        raise NotAllowed
    body = clean_text(body)
    refuse_too_long(body, MAX_LENGTH)
    note, _is_new = OfficerNote.objects.select_for_update().get_or_create(
        dossier=dossier, author=by
    )
    if digest(note.body) != was and note.body != body:
        raise Refused(_("Cette note a été enregistrée dans un autre onglet entre-temps."))
    note.body, note.updated_at = body, timezone.now()
    note.save()
