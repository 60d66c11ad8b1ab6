"""What the workshop shows of the progress of a proposition: where it stands, and all its notes."""

from dataclasses import dataclass
from functools import cached_property

from partnerships.pages.propositions.shown_evidence import (
    ShownEvidence,
    notes_with_evidence,
    public_partnerships,
    shown_evidence,
)
from proposals.models import ProgressNote, Proposal


@dataclass(frozen=True)
class NoteRow:
    """A note with its evidence. `typed`, `error`: a reason of its withdrawal that was refused."""

    note: ProgressNote
    evidence: list[ShownEvidence]
    typed: str = ""
    error: str = ""

    @property
    def reason_id(self) -> str:
        """The id of the field of its withdrawal."""
        return f"reason-{self.note.uuid}"


class NotePage:
    """`refused`: the note whose withdrawal was refused, with what was typed and why."""

    def __init__(self, proposal: Proposal, refused: tuple[ProgressNote, str, str] | None = None):
        self.proposal, self.refused = proposal, refused

    @cached_property
    def _notes(self) -> list[ProgressNote]:
        rows = self.proposal.notes.select_related("written_by", "withdrawn_by")
        return list(notes_with_evidence(rows))

    @cached_property
    def _partnerships(self):
        named = (each.partnership for note in self._notes for each in note.evidence.all())
        return public_partnerships(filter(None, named))

    def _row(self, note):
        evidence = [
            shown_evidence(each, self.proposal.number, self._partnerships)
            for each in note.evidence.all()
        ]
        if self.refused and self.refused[0] == note:
            return NoteRow(note, evidence, *self.refused[1:])
        return NoteRow(note, evidence)

    @property
    def standing(self) -> list[NoteRow]:
        """The notes that anyone reads, the last first."""
        return [self._row(note) for note in self._notes if not note.withdrawn_at]

    @property
    def withdrawn(self) -> list[NoteRow]:
        return [self._row(note) for note in self._notes if note.withdrawn_at]
