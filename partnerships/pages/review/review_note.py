"""The private note of an officer, on the page of a dossier."""

from functools import cached_property

from partnerships.document.canonical import digest
from partnerships.models import Dossier
from partnerships.workflow.officers.officer_note import note_of

# The key of the note among the unsent messages of the session, and its name as a refused act.
NOTE_BOX = "note"


class ReviewNote:
    """The note of `user` on `dossier`. `typed`: text that could not be saved, None without any."""

    def __init__(self, dossier: Dossier, user, typed: str | None):
        self.dossier, self.user, self.typed = dossier, user, typed

    @cached_property
    def _saved(self):
        return note_of(self.dossier, self.user)

    @property
    def body(self):
        return self._saved.body if self.typed is None else self.typed

    @property
    def was(self):
        return digest(self._saved.body)

    @property
    def other(self):
        """The saved text, when it differs from the typed one."""
        return self._saved.body if self.typed not in (None, self._saved.body) else ""

    @property
    def updated_at(self):
        return self._saved.updated_at

    @property
    def is_open(self):
        return bool(self.body)
