"""What an automatic check of a deposit tells its reviewer."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class CheckState(TextChoices):
    """What a check found; the label is read aloud before its text."""

    OK = "ok", gettext_lazy("Conforme\u202f:")
    INFO = "info", gettext_lazy("Pour information\u202f:")
    WARNING = "warning", gettext_lazy("À vérifier\u202f:")
    ERROR = "error", gettext_lazy("Non conforme\u202f:")


@dataclass(frozen=True)
class Check:
    """The result of a check. `url`: the place of the page it is about; `links`: (name, address)
    of other pages it mentions, `left_out` more being unlisted; `path`, `label`: the field to ask
    for, where the page does not show it.
    """

    state: CheckState
    text: str
    url: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    left_out: int = 0
    path: str = ""
    label: str = ""

    @property
    def is_to_see(self):
        return self.state in (CheckState.WARNING, CheckState.ERROR)


@dataclass(frozen=True)
class Group:
    title: str
    checks: list[Check]
