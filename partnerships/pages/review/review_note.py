"""The private note of an officer, on the page of a file."""

from functools import cached_property

from partnerships.document.canonical import digest
from partnerships.models import Dossier
from partnerships.workflow.officer_note import note_of

# The box of the note, among those that the session keeps, and as an act that was refused.
BOX = "note"


class ReviewNote:
    """`typed`: what was sent and could not be saved, None for nothing."""

    def __init__(self, dossier: Dossier, user, typed: str | None):
        self.dossier, self.user, self.typed = dossier, user, typed

    @cached_property
    def _kept(self):
        return note_of(self.dossier, self.user)

    @property
    def body(self):
        return self._kept.body if self.typed is None else self.typed

    @property
    def was(self):
        return digest(self._kept.body)

    @property
    def other(self):
        """What stands saved, where it is not what was typed."""
        return self._kept.body if self.typed not in (None, self._kept.body) else ""

    @property
    def updated_at(self):
        return self._kept.updated_at

    @property
    def is_open(self):
        return bool(self.body)
