"""What was said of the fields of a step, each read where it is shown."""

from collections import defaultdict
from functools import cached_property

from django.utils.functional import SimpleLazyObject

from partnerships.document.steps.step import Step
from partnerships.models import ChangeRequestStatus, Dossier
from partnerships.pages.components.exchanges.conversation import (
    Conversation,
    box_of,
    shown_messages,
)


class StepConversations:
    """`unsent`: the messages that could not be sent, by path."""

    def __init__(self, dossier: Dossier, user, step: Step, unsent: dict | None):
        self._dossier, self._user, self._step = dossier, user, step
        self._unsent = unsent or {}

    @cached_property
    def messages(self):
        """The messages about the fields of the step."""
        messages = shown_messages(self._dossier, self._user)
        return [each for each in messages if self._step.holds(each.row.field_path)]

    @cached_property
    def _open_requests(self):
        """Path → UUIDs of the change requests there that wait for an answer."""
        requests = defaultdict(list)
        if self._dossier.submission_count:
            for row in self._dossier.change_requests.filter(status=ChangeRequestStatus.SENT):
                requests[row.field_path].append(row.uuid)
        return requests

    def about(self, path: str, label: str, *, is_box: bool = True) -> Conversation:
        """Returns the conversation at `path`; `is_box`: with a box even where nothing was said."""
        return SimpleLazyObject(lambda: self._read(path, label, is_box))

    def _read(self, path, label, is_box):
        messages = [message for message in self.messages if message.row.field_path == path]
        may_write = self._dossier.submission_count and (is_box or messages)
        words = [
            (uuid, box_of(self._unsent, str(uuid)).body)
            for uuid in self._open_requests.get(path, ())
        ]
        box = box_of(self._unsent, path) if may_write else None
        return Conversation(messages, label, box, words)
