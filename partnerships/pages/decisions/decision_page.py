"""A decision before its notification: content, letter, mail, and what is still to be done."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.document.accepted import JudgedContribution, judged_contributions
from partnerships.document.difference import three_way
from partnerships.document.projection import public_projection
from partnerships.document.reading import read_contributions
from partnerships.document.schema import upgraded
from partnerships.document.settlement import PROPOSED, PUBLISHED
from partnerships.identifiers import number_of
from partnerships.models import Action, Dossier, Outcome, Signatory
from partnerships.notifications.dossier import release_mail
from partnerships.pages.decisions.contribution_choices import (
    ContributionChoice,
    contribution_choices,
)
from partnerships.pages.decisions.messages_to_see import MessagesToSee, messages_to_see
from partnerships.pages.decisions.review_decision import LETTER
from partnerships.papers.decision import Senders, unprintable_words
from partnerships.papers.letter_gaps import lacks_appeal, letter_gaps
from partnerships.permissions import needs_countersign
from partnerships.workflow.decisions.decision import standing_decision_or_refuse
from partnerships.workflow.transitions import available_actions, needs_settlement

# The actions of this page, in display order.
ACTS = (
    Action.COUNTERSIGN,
    Action.UNCOUNTERSIGN,
    Action.RELEASE,
    Action.CORRECT_DECISION,
    Action.ADDRESS_LETTER,
    Action.TAKE_BACK,
    Action.SETTLE,
)
# Field prefixes of the settlement form: the side chosen for conflict number n, and its path.
CHOICE, PATH = "choice-", "path-"
SIDES = ((PUBLISHED, _("garder la fiche publiée")), (PROPOSED, _("prendre ce dossier")))


def settlement_details(data) -> dict:
    """Returns the details of SETTLE from the submitted form."""
    ranks = [name.removeprefix(PATH) for name in data if name.startswith(PATH)]
    return {
        "version": number_of(data.get("version", "")),
        "choices": {data[f"{PATH}{rank}"]: data.get(f"{CHOICE}{rank}", "") for rank in ranks},
    }


class DecisionPage:
    """The page of a pending decision. `typed`, `action`, `error`: a refused act, shown again.

    Raises Refused if the decision is missing.
    """

    outcomes = Outcome.choices
    sides = SIDES

    def __init__(self, dossier: Dossier, user, typed=None, error="", action=""):
        self.dossier, self.user = dossier, user
        self.typed, self.error, self.action = typed or {}, error, action
        self.decision = standing_decision_or_refuse(
            dossier, "decided_by", "countersigned_by", "submission"
        )
        self.decision.dossier = dossier
        self.seen = dossier.last_sequence

    @cached_property
    def actions(self) -> list[Action]:
        allowed = available_actions(self.dossier, self.user)
        return [action for action in ACTS if action in allowed]

    @property
    def may(self) -> dict[str, bool]:
        return {action.value: action in self.actions for action in ACTS}

    @property
    def is_to_countersign(self) -> bool:
        return self.decision.awaits_countersign

    @property
    def is_correction_to_countersign(self) -> bool:
        return needs_countersign(self.dossier)

    @property
    def corrected(self) -> dict:
        """The values of the correction form: what was typed, else the decision."""
        names = ("outcome", "grounds", "reservations")
        if self.action == Action.CORRECT_DECISION:
            return {name: self.typed.get(name, "") for name in names}
        return {name: getattr(self.decision, name) for name in names}

    @cached_property
    def contributions(self) -> list[JudgedContribution]:
        """What the decision says of the contributions of the deposit."""
        (judged,) = judged_contributions(self.decision.contributions)
        return judged

    @cached_property
    def contribution_choices(self) -> list[ContributionChoice]:
        """Those of the correction form: what was typed, else the decision."""
        return contribution_choices(
            read_contributions(upgraded(self.decision.submission.document)),
            self.typed if self.action == Action.CORRECT_DECISION else {},
            self.decision.contribution_words,
        )

    @property
    def letter(self) -> dict[str, str]:
        """To whom the letter goes: what was typed, else the decision."""
        if self.action == Action.ADDRESS_LETTER:
            return {name: self.typed.get(name, "") for name in LETTER}
        return {name: getattr(self.decision, name) for name in LETTER}

    @cached_property
    def senders(self) -> Senders:
        return Senders(timezone.localdate())

    @property
    def signatory(self) -> Signatory | None:
        """Who would sign the letter today."""
        return self.senders.of(self.decision).signatory

    @cached_property
    def gaps(self) -> list[str]:
        """What the letter lacks, as sentences."""
        return letter_gaps(self.senders, [self.decision])

    @property
    def lacks_appeal(self) -> bool:
        """Whether the letter needs the tick to leave without the means of appeal."""
        return lacks_appeal(self.senders.letterhead, [self.decision.outcome])

    @cached_property
    def to_see(self) -> MessagesToSee:
        return messages_to_see(self.user, [self.dossier.pk])

    @cached_property
    def unprintable(self) -> list[tuple[str, list[str]]]:
        """(reference, words that the letter cannot print), if there are some."""
        [words] = unprintable_words([self.decision])
        return [(self.dossier.reference, words)] if words else []

    @cached_property
    def mail(self):
        """(subject, text, number of recipients)."""
        return release_mail(self.decision)

    @cached_property
    def current(self):
        """The public version, when the dossier started from an older one; else None."""
        return self.dossier.partnership.current_version if needs_settlement(self.dossier) else None

    @property
    def is_settled(self) -> bool:
        settlement = self.decision.settlement
        return bool(settlement and self.current and settlement["version"] == self.current.number)

    @cached_property
    def differences(self):
        """(rank, change, chosen side) of each change; a conflict when both sides changed it."""
        if self.current is None:
            return []
        proposed = public_projection(self.decision.submission.document)
        changes = three_way(self.dossier.base_version.content, self.current.content, proposed)
        chosen = (self.decision.settlement or {}).get("choices", {})
        if self.action == Action.SETTLE:
            chosen = settlement_details(self.typed)["choices"]
        return [
            (str(rank), change, chosen.get(change.path, "")) for rank, change in enumerate(changes)
        ]
