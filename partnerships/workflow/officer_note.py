"""What an officer keeps for themselves about a file."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.canonical import digest
from partnerships.models import Dossier, OfficerNote
from partnerships.permissions import may_review
from partnerships.workflow.messages import clean_text
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_LENGTH = OfficerNote._meta.get_field("body").max_length


def note_of(dossier: Dossier, user) -> OfficerNote:
    """The note of `user` alone, kept or empty."""
    known = OfficerNote.objects.filter(dossier=dossier, author=user).first()
    return known or OfficerNote(dossier=dossier, author=user, updated_at=None)


@transaction.atomic
def save_note(dossier: Dossier, *, by, body: str, was: str) -> None:
    """Keep `body`; `was`: the digest of the text that the page started from, lest what another
    tab saved be lost.
    """
    if not dossier.submission_count or not may_review(by, dossier):
        raise NotAllowed
    body = clean_text(body).replace("\r\n", "\n")
    if len(body) > MAX_LENGTH:
        raise Refused(
            _("Cette note est trop longue\u202f: %(limit)s caractères au plus.")
            % {"limit": MAX_LENGTH}
        )
    note, _is_new = OfficerNote.objects.select_for_update().get_or_create(
        dossier=dossier, author=by
    )
    if digest(note.body) != was and note.body != body:
        raise Refused(_("Cette note a été enregistrée dans un autre onglet entre-temps."))
    note.body, note.updated_at = body, timezone.now()
    note.save()
