"""The page of a dossier for the people who write it: status, requests, history."""

from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from django.utils.translation import gettext as _

from partnerships.document.accepted import judged_contributions
from partnerships.document.reading import read
from partnerships.document.steps import STEPS
from partnerships.identifiers import uuid_of
from partnerships.models import Action, DecisionLetter
from partnerships.models.dossier_action import ACTIONS_OF_OFFICERS
from partnerships.models.dossier_status import EDITABLE
from partnerships.pages.components.event_addressee import addressee
from partnerships.pages.components.exchanges.change_requests import (
    by_message,
    requests_for_members,
)
from partnerships.pages.components.exchanges.conversation import (
    box_of,
    shown_messages,
    subjects,
    topics,
)
from partnerships.pages.components.history import sentence_of
from partnerships.pages.components.status_badge import BADGES
from partnerships.pages.components.step_state import step_of_field, step_states, step_url
from partnerships.pages.dossier.deposit_page import DepositPage
from partnerships.pages.dossier.people.dossier_people_page import DossierPeople, draft_texts
from partnerships.permissions import OwnActs, own_acts
from partnerships.workflow.journal import actor_names
from partnerships.workflow.transitions import available_actions

# The CSS class of each button.
BUTTONS = {
    Action.SUBMIT: "",
    Action.REBASE: "fr-btn--secondary",
    Action.SHARE: "fr-btn--secondary",
    Action.WITHDRAW: "fr-btn--secondary",
    Action.RESTORE: "",
    Action.DISCARD: "fr-btn--tertiary",
}


@dataclass(frozen=True)
class ShownEvent:
    sentence: str
    at: object


@dataclass
class DossierPage(DepositPage):
    """The page of a dossier.

    `stored_fields` and `unsent`: the form fields and the messages that were sent after the session
    ended, held by the new session.
    """

    stored_fields: dict | None = None
    unsent: dict | None = None

    @property
    def references(self):
        return self.validation.filled.references

    @property
    def badge(self):
        return BADGES[self.dossier.status]

    @property
    def is_editable(self):
        """Whether the user may edit the dossier now."""
        is_open = self.dossier.status in EDITABLE and not self.dossier.discarded_at
        return is_open and self.people.is_writer

    @property
    def duplicate_uuid(self):
        """Of the draft that « Dupliquer » makes, so that a double click makes one."""
        return uuid4()

    @cached_property
    def own(self):
        """What may be done of the published page once the dossier is closed."""
        partnership = self.dossier.partnership if self.dossier.is_closed else None
        is_there = partnership and not partnership.merged_into_id
        return own_acts(self.user, partnership) if is_there else OwnActs()

    @cached_property
    def people(self):
        return DossierPeople(self.dossier, self.user, self.submissions)

    @cached_property
    def states(self):
        return step_states(self.dossier, self.validation)

    @cached_property
    def actions(self):
        """The buttons that the workflow allows: (action, label, CSS class)."""
        return [(a, a.label, css) for a, css in BUTTONS.items() if a in self.allowed]

    @cached_property
    def allowed(self):
        allowed = available_actions(self.dossier, self.user)
        if Action.SHARE in allowed and not self.people.may_show_draft:
            allowed.remove(Action.SHARE)
        return allowed

    @cached_property
    def submissions(self):
        return list(self.dossier.submissions.select_related("submitted_by"))

    @cached_property
    def deposited(self):
        """The last deposit, which officers read."""
        return read(self.submissions[0].document) if self.submissions else None

    @property
    def draft_texts(self):
        return draft_texts(self.dossier)

    @cached_property
    def decision(self):
        """The decision that was notified, if any."""
        decision = self.dossier.standing_decision
        return decision if decision and decision.released_at else None

    @cached_property
    def judged_contributions(self):
        """What the decision notified says of the contributions of the deposit."""
        (judged,) = judged_contributions(self.decision.contributions if self.decision else [])
        return judged

    @cached_property
    def opinions(self):
        """The opinions that may be shown to members: only once the decision is notified."""
        return list(self.dossier.opinions.shown_to_members()) if self.decision else []

    @cached_property
    def letters(self):
        """All letters notified, most recent first."""
        return list(DecisionLetter.objects.of_dossier(self.dossier))

    @cached_property
    def messages(self):
        return shown_messages(self.dossier, self.user)

    @cached_property
    def topics(self):
        return topics(self.messages, self.references, self._url_of, by_message(self.requests))

    def _url_of(self, path):
        step = step_of_field(self.dossier, path)
        return step_url(self.dossier, step, "verifier=1", path) if self.is_editable else ""

    @cached_property
    def requests(self):
        """The change requests of the officers."""
        return requests_for_members(self.references, self._url_of, self.unsent or {})

    @property
    def is_asked(self):
        """Whether a request of the officers waits for an answer: what is said then comes first."""
        return any(each.is_answerable for each in self.requests)

    @property
    def may_answer(self):
        return Action.ANSWER_REQUEST in self.allowed

    @property
    def subjects(self):
        return subjects(self.references)

    @property
    def box(self):
        return box_of(self.unsent or {})

    @cached_property
    def history(self):
        events = [
            e
            for e in self.dossier.events.order_by("-sequence")
            if e.action not in ACTIONS_OF_OFFICERS
        ]
        people = [event.actor for event in events]
        people += [uuid_of(event.content["to"]) for event in events if event.content.get("to")]
        gone = _("une personne qui n’a plus de compte")
        known = actor_names(people)
        names = {str(person): known.get(person, gone) for person in people}
        return [
            ShownEvent(
                sentence=sentence_of(
                    event.action,
                    names[str(event.actor)],
                    addressee(self.dossier, event.action, event.content, names, dict),
                ),
                at=event.at,
            )
            for event in events
        ]

    @cached_property
    def unsaved(self):
        """(title, URL) of the steps that have unsaved fields in the session."""
        pages = [(step, step_url(self.dossier, step)) for step in STEPS]
        return [(step.title, url) for step, url in pages if url in (self.stored_fields or {})]

    @property
    def next_step_url(self):
        """The URL of the first step where something is missing, else of the last step."""
        return self.missing[0].url if self.missing else self.states[-1].url
