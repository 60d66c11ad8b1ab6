"""Where a dossier stands with the time it has, as both sides read it."""

from dataclasses import dataclass
from datetime import date

from partnerships.models.working_days import working_days_between


@dataclass(frozen=True)
class Deadline:
    """`due_on`: the last day to decide, while the time runs; `working_days_left`: while it waits
    for the authority, what will be left of it. Neither: no time is promised, or all is said.
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
        """Working days after today; negative once the date is passed."""
        if self.is_suspended:
            return self.working_days_left
        return working_days_between(self.today, self.due_on)

    @property
    def days_late(self) -> int:
        return max(-self.days_left, 0)
