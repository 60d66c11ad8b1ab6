"""The deadline of a dossier, as shown to the authority and to officers."""

from dataclasses import dataclass
from datetime import date

from partnerships.models.working_days import working_days_between


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
        """Working days left after today; negative if the deadline has passed."""
        if self.is_suspended:
            return self.working_days_left
        return working_days_between(self.today, self.due_on)

    @property
    def days_late(self) -> int:
        return max(-self.days_left, 0)
