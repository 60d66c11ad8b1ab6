"""What was decided of a dossier, and what may still be done of what it published."""

from functools import cached_property

from partnerships.document.accepted import JudgedContribution, judged_contributions
from partnerships.models import Action, Decision, DecisionLetter, Dossier
from partnerships.permissions import may_suspend

# A decision, with what it says of the contributions of the deposit.
Judged = tuple[Decision, list[JudgedContribution]]


class ReviewOutcome:
    """`allowed`: the actions that `user` may perform."""

    def __init__(self, dossier: Dossier, user, allowed: list[Action]):
        self.dossier, self.user, self.allowed = dossier, user, allowed

    @cached_property
    def _decisions(self) -> list[Judged]:
        rows = list(self.dossier.decisions.select_related("decided_by", "countersigned_by"))
        return list(
            zip(rows, judged_contributions(*(row.contributions for row in rows)), strict=True)
        )

    @cached_property
    def notified(self) -> Judged | None:
        """The decision in force of a closed dossier."""
        return self._in_force if self.dossier.is_closed else None

    @property
    def _in_force(self):
        return next((each for each in self._decisions if not each[0].withdrawn_at), None)

    @property
    def state_label(self) -> str:
        """The state, with the decision that only officers know of until it is notified."""
        if self.dossier.is_decided and self._in_force:
            outcome = self._in_force[0].get_outcome_display()
            return f"{self.dossier.state_label}\u202f: {outcome}"
        return self.dossier.state_label

    @property
    def others(self) -> list[Judged]:
        return [each for each in self._decisions if each != self.notified]

    @cached_property
    def letters(self) -> list[DecisionLetter]:
        return list(DecisionLetter.objects.of_dossier(self.dossier))

    @property
    def other_letters(self) -> list[DecisionLetter]:
        """The letters of other decisions than the notified one."""
        notified = self.notified and self.notified[0].pk
        return [letter for letter in self.letters if letter.decision_id != notified]

    @cached_property
    def published_acts(self) -> dict[str, bool]:
        """Whether the user may correct, or suspend and resume, the page that this dossier made."""
        public = self.dossier.partnership if self.dossier.is_closed else None
        is_there = public is not None and not public.merged_into_id and self.notified is not None
        return {
            "correct": Action.CORRECT in self.allowed,
            "suspend": is_there and may_suspend(self.user, public),
        }
