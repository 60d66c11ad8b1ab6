"""How an officer decides of a file: an outcome, grounds taken from phrases and completed freely."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Action, Dossier, Outcome, Phrase
from partnerships.workflow.refusals import Refused

# Outcome → (the button that opens its form, deciding and notifying in one go).
CHOICES = {
    Outcome.ACCEPTED: (gettext_lazy("Accepter"), Action.ACCEPT),
    Outcome.RESERVED: (gettext_lazy("Accepter avec réserves"), Action.RESERVE),
    Outcome.REJECTED: (gettext_lazy("Refuser"), Action.REJECT),
}
ONE_GO = {action: outcome for outcome, (_label, action) in CHOICES.items()}
TYPED = ("grounds", "reservations", "override")


def _chosen(data, outcome) -> list[Phrase]:
    """The phrases that were checked. Raises Refused: what is checked is never left out unsaid."""
    keys = {key for key in data.getlist("phrases") if key.isascii() and key.isdecimal()}
    phrases = list(Phrase.objects.filter(pk__in=[int(key) for key in keys if len(key) < 10]))
    if len(phrases) != len(data.getlist("phrases")):
        raise Refused(_("Une phrase cochée n’existe plus\u202f: relisez les motifs."))
    for phrase in phrases:
        if outcome not in phrase.outcomes:
            raise Refused(
                _("La phrase «\u202f%(title)s\u202f» n’est pas prévue pour cette décision.")
                % {"title": phrase.title}
            )
    return phrases


def composed(typed: str, phrases: list[Phrase]) -> str:
    """The phrases, then what was typed; a phrase that stands in the text is not said again."""
    typed = typed.replace("\r\n", "\n").strip()
    said = [text for text in (phrase.text.strip() for phrase in phrases) if text not in typed]
    return "\n\n".join(filter(None, [*said, typed]))


def decision_details(data, action: Action) -> dict:
    """Details of an action that decides, from the form that was sent."""
    outcome = ONE_GO.get(action) or data.get("outcome", "")
    grounds = composed(data.get("grounds", ""), _chosen(data, outcome))
    details = {"grounds": grounds, "reservations": data.get("reservations", "")}
    if action not in ONE_GO:
        details["outcome"] = outcome
    if action != Action.CORRECT_DECISION:
        details["override"] = data.get("override", "")
    return details


@dataclass(frozen=True)
class Choice:
    """A form that decides; `one_go`: the action that notifies too, where one person may."""

    outcome: Outcome
    label: str
    one_go: Action | None
    phrases: list[tuple[Phrase, bool]]
    is_open: bool
    typed: dict

    @property
    def is_reserved(self) -> bool:
        return self.outcome == Outcome.RESERVED


class ReviewDecision:
    """`allowed`: what the officer may do; `typed`, `action`: what was sent and is not done."""

    def __init__(self, dossier: Dossier, allowed, typed, action: str):
        self.dossier, self.allowed = dossier, allowed
        self.typed, self.action = typed, action

    @property
    def _open_outcome(self):
        if self.action in ONE_GO:
            return ONE_GO[self.action]
        if self.action != Action.DECIDE:
            return ""
        typed = self.typed.get("outcome", "")
        return typed if typed in Outcome.values else Outcome.ACCEPTED

    @cached_property
    def is_awaiting_opinions(self) -> bool:
        return self.dossier.opinions.awaited().exists()

    @cached_property
    def choices(self) -> list[Choice]:
        if Action.DECIDE not in self.allowed:
            return []
        phrases = list(Phrase.objects.active())
        return [self._choice(outcome, phrases) for outcome in Outcome]

    def _choice(self, outcome, phrases):
        label, one_go = CHOICES[outcome]
        is_open = self._open_outcome == outcome
        checked = self.typed.getlist("phrases") if is_open else []
        return Choice(
            outcome=outcome,
            label=str(label),
            one_go=one_go if one_go in self.allowed else None,
            phrases=[(p, str(p.pk) in checked) for p in phrases if outcome in p.outcomes],
            is_open=is_open,
            typed={name: self.typed.get(name, "") if is_open else "" for name in TYPED},
        )
