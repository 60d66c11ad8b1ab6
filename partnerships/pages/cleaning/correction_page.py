"""The correction page: the texts of a published page, and the changes to confirm."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError

from partnerships.document.canonical import canonical, digest
from partnerships.document.correction import correctable, text_label
from partnerships.document.difference import Change
from partnerships.models import Partnership
from partnerships.workflow.decisions.correction import changes_of


@dataclass(frozen=True)
class ShownText:
    path: str
    label: str
    text: str
    errors: list[str]

    @property
    def rows(self):
        """The height of the text box, in lines."""
        return min(max(len(self.text) // 80 + 1, 1), 10)


class CorrectionPage:
    """The correction page. `typed`: the submitted texts, None for a GET."""

    def __init__(self, partnership: Partnership, typed=None, error=""):
        self.partnership, self.typed, self.error = partnership, typed, error
        self.version = partnership.current_version

    @cached_property
    def _changes_and_errors(self) -> tuple[list[Change], dict]:
        if self.typed is None:
            return [], {}
        try:
            return changes_of(self.version, self.typed), {}
        except ValidationError as error:
            return [], error.message_dict

    @property
    def changes(self) -> list[Change]:
        return self._changes_and_errors[0]

    @property
    def has_errors(self):
        return bool(self._changes_and_errors[1])

    @cached_property
    def texts(self) -> list[ShownText]:
        typed, content = self.typed or {}, self.version.content
        return [
            ShownText(
                path,
                text_label(path, content),
                typed.get(path, text),
                self._changes_and_errors[1].get(path, []),
            )
            for path, text in correctable(content).items()
            if text or typed.get(path)
        ]

    @property
    def reason(self):
        return (self.typed or {}).get("reason", "")

    @property
    def shown(self) -> str:
        """The digest of the changes shown, so that the user confirms exactly what they saw."""
        return digest(canonical({change.path: change.new for change in self.changes}))
