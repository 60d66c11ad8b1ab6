"""The deadline of a dossier, as shown to the authority and to officers."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models.working_days import working_days_left


@dataclass(frozen=True)
class Deadline:
    """State of the deadline on the day `today`.

    `due_on`: last day to decide, while the deadline runs. `working_days_left`: working days that
    will remain when it resumes, while it is suspended. Both are None if the dossier kind has no
    deadline, or if the decision was released.
    """

    due_on: date | None
    working_days_left: int | None
    today: date

    @property
    def is_set(self) -> bool:
        return self.due_on is not None or self.is_suspended

    @property
    def is_suspended(self) -> bool:
        return self.working_days_left is not None

    @property
    def days_left(self) -> int:
        """Working days left after today; negative from the day after `due_on`."""
        if self.is_suspended:
            return self.working_days_left
        return working_days_left(self.today, self.due_on)

    @property
    def days_late(self) -> int:
        return max(-self.days_left, 0)

    @property
    def is_late(self) -> bool:
        """Whether it runs and its last day has passed."""
        return self.due_on is not None and self.days_late > 0

    @property
    def text(self) -> str:
        """« en retard d’un jour », « aujourd’hui », « dans 3 jours ouvrés »; "" without a deadline.

        While it is suspended, what it will be when it resumes.
        """
        if not self.is_set:
            return ""
        if self.is_suspended:
            return _("suspendu, %(text)s") % {"text": self._text_when_resumed}
        if self.days_late:
            return late_text(self.days_late)
        if not self.days_left:
            return _("aujourd’hui")
        return ngettext("dans un jour ouvré", "dans %(count)s jours ouvrés", self.days_left) % {
            "count": self.days_left
        }

    @property
    def _text_when_resumed(self):
        if self.days_late:
            return late_text(self.days_late)
        if not self.days_left:
            return _("reste le jour du dépôt")
        return ngettext(
            "reste %(count)s jour ouvré", "reste %(count)s jours ouvrés", self.days_left
        ) % {"count": self.days_left}


def late_text(days: int) -> str:
    """« en retard d’un jour », which may be a Saturday: only more are said to be working days."""
    text = ngettext("en retard d’un jour", "en retard de %(count)s jours ouvrés", days)
    return text % {"count": days}
