"""The decision forms of the review page: an outcome, and grounds made of phrases and free text."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.identifiers import number_of
from partnerships.models import Action, Dossier, Letterhead, Outcome, Phrase
from partnerships.pages.decisions.contribution_choices import (
    ContributionChoice,
    contribution_choices,
    contribution_words,
)
from partnerships.papers.letter_gaps import lacks_appeal
from partnerships.workflow.decisions.contributions import earlier_declined
from partnerships.workflow.decisions.letter import proposed_copies, proposed_recipient
from partnerships.workflow.refusals import Refused

# Outcome → (label of the button that opens its form, action that decides and notifies at once).
CHOICES = {
    Outcome.ACCEPTED: (gettext_lazy("Accepter"), Action.ACCEPT),
    Outcome.RESERVED: (gettext_lazy("Accepter avec réserves"), Action.RESERVE),
    Outcome.REJECTED: (gettext_lazy("Refuser"), Action.REJECT),
}
ONE_GO = {action: outcome for outcome, (_label, action) in CHOICES.items()}
TYPED = ("grounds", "reservations", "override")
# To whom the letter goes.
LETTER = ("recipient", "copies")


def _chosen(data, outcome) -> list[Phrase]:
    """Returns the ticked phrases. Raises Refused when one no longer exists or does not suit the
    outcome, rather than ignoring it.
    """
    keys = map(number_of, data.getlist("phrases"))
    phrases = list(Phrase.objects.filter(pk__in=keys))
    if len(phrases) != len(data.getlist("phrases")):
        raise Refused(_("Une phrase cochée n’existe plus\u202f: relisez les motifs."))
    for phrase in phrases:
        if outcome not in phrase.outcomes:
            raise Refused(
                _("La phrase «\u202f%(title)s\u202f» n’est pas prévue pour cette décision.")
                % {"title": phrase.title}
            )
    return phrases


def compose_grounds(typed: str, phrases: list[Phrase]) -> str:
    """Joins the phrases and the typed text, without the phrases that the text already contains."""
    typed = typed.replace("\r\n", "\n").strip()
    added = [text for text in (phrase.text.strip() for phrase in phrases) if text not in typed]
    return "\n\n".join(filter(None, [*added, typed]))


def decision_details(data, action: Action) -> dict:
    """Returns the details of a deciding action from the submitted form. Raises Refused for the
    phrases, like `_chosen`, and for the contributions, like `contribution_words`.
    """
    outcome = ONE_GO.get(action) or data.get("outcome", "")
    grounds = compose_grounds(data.get("grounds", ""), _chosen(data, outcome))
    details = {"grounds": grounds, "reservations": data.get("reservations", "")}
    if outcome != Outcome.REJECTED:
        details["contributions"] = contribution_words(data)
    if action not in ONE_GO:
        details["outcome"] = outcome
    if action != Action.CORRECT_DECISION:
        details["override"] = data.get("override", "")
        details |= letter_details(data)
    return details


def letter_details(data) -> dict[str, str]:
    """Returns to whom the form sends the letter; nothing where it does not ask."""
    return {name: data[name] for name in LETTER if name in data}


@dataclass(frozen=True)
class Choice:
    """A decision form; `one_go`: the action that also notifies, when one person may do both;
    `lacks_appeal`: whether its letter needs the tick to leave without the means of appeal.
    """

    outcome: Outcome
    label: str
    one_go: Action | None
    phrases: list[tuple[Phrase, bool]]
    is_open: bool
    typed: dict
    letter: dict[str, str]
    contributions: list[ContributionChoice]
    lacks_appeal: bool

    @property
    def is_reserved(self) -> bool:
        return self.outcome == Outcome.RESERVED

    @property
    def is_accepted(self) -> bool:
        return self.outcome == Outcome.ACCEPTED


class ReviewDecision:
    """The decision forms. `allowed`: the officer's actions; `contributions`: of the deposit;
    `typed`, `action`: a refused act.
    """

    def __init__(self, dossier: Dossier, allowed, contributions, typed, action: str):
        self.dossier, self.allowed, self.contributions = dossier, allowed, contributions
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

    @cached_property
    def _earlier_words(self):
        """Uuid of each contribution → why the last decision declined it, None if it did not."""
        key = self.dossier.pk
        declined = earlier_declined([key]).get(key, {}) if self.contributions else {}
        return {each.uuid: declined.get(each.proposal.number) for each in self.contributions}

    @cached_property
    def _letterhead(self):
        return Letterhead.objects.current()

    @cached_property
    def _letter(self):
        """To whom the letter goes unless the officer writes otherwise."""
        copies = proposed_copies(self._letterhead)
        return {"recipient": proposed_recipient(self.dossier), "copies": copies}

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
            letter=self._letter | (letter_details(self.typed) if is_open else {}),
            contributions=contribution_choices(
                self.contributions if outcome.is_favourable else [],
                self.typed if is_open else {},
                self._earlier_words,
            ),
            lacks_appeal=lacks_appeal(self._letterhead, [outcome]),
        )
