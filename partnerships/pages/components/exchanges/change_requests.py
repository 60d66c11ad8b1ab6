"""Change requests of a dossier, for members and for officers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.document.difference import Change, changed_path
from partnerships.document.steps.references import References
from partnerships.models import ChangeRequest, ChangeRequestStatus, Submission
from partnerships.pages.components.exchanges.conversation import subject_label

BADGES = {
    ChangeRequestStatus.DRAFT: "",
    ChangeRequestStatus.SENT: "warning",
    ChangeRequestStatus.ANSWERED: "info",
    ChangeRequestStatus.SETTLED: "success",
}


@dataclass(frozen=True)
class ShownRequest:
    """A change request with its display data.

    `label` and `url`: the field concerned, "" for the whole dossier. `changes`: what the authority
    changed there since, None when not computed. `word`: an answer that was typed and could not be
    sent.
    """

    row: ChangeRequest
    label: str
    url: str
    changes: list[Change] | None = None
    word: str = ""
    is_dossier_closed: bool = False

    @property
    def badge(self):
        return "" if self.is_left else BADGES[self.row.status]

    @property
    def state_label(self):
        """The state as the authority reads it."""
        if self.is_left:
            return _("restée sans réponse")
        return _("à répondre") if self.is_answerable else self.row.get_status_display()

    @property
    def is_left(self):
        """Whether it had no answer when the dossier was closed: nobody waits for one any more."""
        return self.row.status == ChangeRequestStatus.SENT and self.is_dossier_closed

    @property
    def is_answerable(self):
        return self.row.status == ChangeRequestStatus.SENT and not self.is_dossier_closed

    @property
    def is_open(self):
        """Whether somebody still has to answer or to settle it."""
        return not self.is_settled and not self.is_dossier_closed

    @property
    def is_settled(self):
        return self.row.status == ChangeRequestStatus.SETTLED

    @property
    def is_reaskable(self):
        return self.row.status in (ChangeRequestStatus.ANSWERED, ChangeRequestStatus.SETTLED)


def requests_for_members(
    references: References, url_of: Callable[[str], str], unsent: dict
) -> list[ShownRequest]:
    """Returns the requests sent to the authority."""
    return [
        _shown(row, references, url_of, word=unsent.get(str(row.uuid), {}).get("body", ""))
        for row in references.dossier.change_requests.sent().for_list()
    ]


def by_message(requests: Iterable[ShownRequest]) -> dict[int, ShownRequest]:
    """Returns the requests by the key of the message that each one is."""
    return {each.row.message_id: each for each in requests}


def _shown(row, references, url_of, changes=None, word=""):
    path = row.field_path
    label = subject_label(path, references) if path else ""
    url = url_of(path) if path else ""
    return ShownRequest(row, label, url, changes, word, references.dossier.is_closed)


def _changes_at(path, changes):
    """Returns the changes of the field, list or item at `path`; every change when it is ""."""
    name = changed_path(path)
    return [each for each in changes if not path or f"{each.path}.".startswith(f"{name}.")]


class ReviewRequests:
    """The change requests that officers see, gathered or sent, with the changes since the
    previous deposit.
    """

    def __init__(
        self,
        references: References,
        previous: Submission | None,
        since_previous: Callable[[], list[Change]],
    ):
        rows = list(references.dossier.change_requests.for_list())
        answered = {
            row.pk
            for row in rows
            if previous and row.submission_id == previous.pk and row.message_id
        }
        changes = since_previous() if answered else []
        self._shown = [
            _shown(
                row,
                references,
                lambda path: f"#lu-{path}",
                _changes_at(row.field_path, changes) if row.pk in answered else None,
            )
            for row in rows
        ]

    @property
    def gathered(self):
        return [each for each in self._shown if each.row.status == ChangeRequestStatus.DRAFT]

    @property
    def sent(self):
        return [each for each in self._shown if each.row.status != ChangeRequestStatus.DRAFT]

    @property
    def reopened(self):
        """Unanswered requests, which would be sent again with the gathered ones."""
        return [each for each in self.sent if each.row.status == ChangeRequestStatus.SENT]

    @property
    def unsettled(self):
        return [each for each in self.sent if not each.is_settled]
