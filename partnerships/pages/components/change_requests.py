"""Changes asked of an authority, as each side reads them."""

from collections.abc import Callable
from dataclasses import dataclass

from partnerships.document.difference import Change, changed_path
from partnerships.document.steps.references import Buffer
from partnerships.models import ChangeRequest, ChangeRequestStatus, Dossier, Submission
from partnerships.pages.components.conversation import place_label

BADGES = {
    ChangeRequestStatus.DRAFT: "",
    ChangeRequestStatus.SENT: "warning",
    ChangeRequestStatus.ANSWERED: "info",
    ChangeRequestStatus.SETTLED: "success",
}


@dataclass(frozen=True)
class ShownRequest:
    """`label` and `url`: the place it speaks of, "" for the whole; `changes`: what the authority
    changed there since, None where that is not known here; `word`: what was typed to answer it
    and could not be sent.
    """

    row: ChangeRequest
    label: str
    url: str
    changes: list[Change] | None = None
    word: str = ""

    @property
    def badge(self):
        return BADGES[self.row.status]

    @property
    def is_answerable(self):
        return self.row.status == ChangeRequestStatus.SENT

    @property
    def is_settled(self):
        return self.row.status == ChangeRequestStatus.SETTLED

    @property
    def is_reaskable(self):
        return self.row.status in (ChangeRequestStatus.ANSWERED, ChangeRequestStatus.SETTLED)


def requests_for_members(
    dossier: Dossier, buffer: Buffer, url_of: Callable[[str], str], unsent: dict
) -> list[ShownRequest]:
    """What was asked of the authority, the settled last, as its people read it."""
    rows = sorted(dossier.change_requests.told().for_list(), key=_rank)
    return [
        _shown(row, buffer, url_of, word=unsent.get(str(row.uuid), {}).get("body", ""))
        for row in rows
    ]


def _rank(row):
    return row.status == ChangeRequestStatus.SETTLED


def _shown(row, buffer, url_of, changes=None, word=""):
    path = row.field_path
    label = place_label(path, buffer) if path else ""
    return ShownRequest(row, label, url_of(path) if path else "", changes, word)


def _changes_at(path, changes):
    """Those of the field, of the list or of the item at `path`; all of them for the whole."""
    name = changed_path(path)
    return [each for each in changes if not path or f"{each.path}.".startswith(f"{name}.")]


class ReviewRequests:
    """For officers: those gathered, those sent, with what changed since the deposit before."""

    def __init__(
        self,
        dossier: Dossier,
        buffer: Buffer,
        previous: Submission | None,
        since_previous: Callable[[], list[Change]],
    ):
        rows = list(dossier.change_requests.for_list())
        answered = {
            row.pk
            for row in rows
            if previous and row.submission_id == previous.pk and row.message_id
        }
        changes = since_previous() if answered else []
        self.every = [
            _shown(
                row,
                buffer,
                lambda path: f"#lu-{path}",
                _changes_at(row.field_path, changes) if row.pk in answered else None,
            )
            for row in rows
        ]

    @property
    def gathered(self):
        return [each for each in self.every if each.row.status == ChangeRequestStatus.DRAFT]

    @property
    def told(self):
        told = [each for each in self.every if each.row.status != ChangeRequestStatus.DRAFT]
        return sorted(told, key=lambda each: _rank(each.row))

    @property
    def reopened(self):
        """Those that would be sent again with the gathered."""
        return [each for each in self.told if each.row.status == ChangeRequestStatus.SENT]

    @property
    def unsettled(self):
        return [each for each in self.told if not each.is_settled]
