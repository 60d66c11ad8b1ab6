"""The review page of a dossier: its latest deposit, changes, messages, decisions and history."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships.document.difference import difference, three_way
from partnerships.document.projection import deposited_buffer, public_projection
from partnerships.document.reading import read
from partnerships.document.schema import FIELD_LABELS, PRIVATE
from partnerships.document.steps.references import References
from partnerships.models import Action, DossierStatus
from partnerships.pages.components.comparison import compared_in_review
from partnerships.pages.components.dossier_parts import shown_parts
from partnerships.pages.components.history import History
from partnerships.pages.decisions.contribution_choices import typed_words
from partnerships.pages.decisions.review_decision import ONE_GO, TYPED, ReviewDecision
from partnerships.pages.opinions.review_opinions import OPINIONS, ReviewOpinions
from partnerships.pages.review.review_assignment import ReviewAssignment
from partnerships.pages.review.review_checks import ReviewChecks
from partnerships.pages.review.review_differences import ReviewDifferences
from partnerships.pages.review.review_exchanges import (
    MESSAGE_BOX,
    REQUEST_BOX,
    ReviewExchanges,
)
from partnerships.pages.review.review_list import ReviewList
from partnerships.pages.review.review_note import NOTE_BOX, ReviewNote
from partnerships.pages.review.review_outcome import ReviewOutcome
from partnerships.workflow.resemblance import open_questions
from partnerships.workflow.transitions import available_actions, is_outdated

# The actions of officers, in display order.
ACTIONS = (
    Action.START_REVIEW,
    Action.REQUEST_CHANGES,
    Action.ACCEPT,
    Action.RESERVE,
    Action.REJECT,
    Action.DECIDE,
    Action.TAKE_BACK,
    Action.REOPEN,
    Action.REMIND_AUTHORITY,
)
# Those whose form opens in the bar of acts.
FOLDED = {*ONE_GO, Action.DECIDE, Action.REQUEST_CHANGES, Action.TAKE_BACK, Action.REOPEN}
# Sections of the side rail: anchor → name.
TABS = {
    "controles": _("Contrôles"),
    "echanges": _("Échanges"),
    OPINIONS: _("Avis"),
    "historique": _("Historique"),
}


class ReviewPage:
    """The review page. `query`: the query of the address; `typed`, `error`, `action`: a refused
    act, shown again; `unsent`: the unsent messages of the session.
    """

    def __init__(self, dossier, user, query, typed=None, error="", action="", unsent=None):
        self.dossier, self.user, self.unsent = dossier, user, unsent or {}
        self.query = query
        self.typed, self.error, self.action = typed or {}, error, action
        self.submission, *earlier = list(dossier.submissions.select_related("submitted_by")[:2])
        self.previous = earlier[0] if earlier else None
        self.document = self.submission.document
        self.seen = dossier.last_sequence
        self.assignment = ReviewAssignment(dossier, user)
        self.list = ReviewList(dossier, user, query)
        self.exchanges = ReviewExchanges(self)

    @cached_property
    def reading(self):
        """The complete deposit, private attachments included."""
        return read(self.document)

    @cached_property
    def allowed(self):
        return available_actions(self.dossier, self.user)

    @cached_property
    def actions(self):
        return [action for action in ACTIONS if action in self.allowed]

    @property
    def is_assigned_to_me(self) -> bool:
        """Whether the dossier is the officer's own, and still to be taken."""
        return Action.START_REVIEW in self.allowed and self.dossier.reviewer_id == self.user.pk

    @property
    def why_no_act(self):
        """Why the officer has nothing to do now; "" where there is an act."""
        dossier, published = self.dossier, self.outcome.published_acts
        if self.actions or any(published.values()):
            return ""
        if dossier.reviewer and dossier.reviewer != self.user and not dossier.is_closed:
            return _("%(reviewer)s instruit ce dossier.") % {"reviewer": self.assignment.holder}
        if dossier.is_changes_requested or dossier.is_draft:
            return _(
                "La collectivité doit répondre\u202f: vous serez prévenu à son prochain dépôt."
            )
        return _("Il n’y a rien à faire sur ce dossier.")

    @cached_property
    def decision(self):
        contributions = self.reading.contributions
        return ReviewDecision(self.dossier, self.actions, contributions, self.typed, self.action)

    @cached_property
    def opinions(self):
        return ReviewOpinions(self.dossier, self.user, self.allowed)

    @property
    def is_error_in_form(self):
        """Whether the form of the refused act is open, and says why it was refused."""
        return self.action in FOLDED and self.action in self.actions

    @property
    def orphan_texts(self):
        """Texts typed for an act that is no longer possible, and so has no form to hold them."""
        if self.action in self.actions or self.exchanges.is_refused_in_box:
            return []
        texts = [self.typed.get(name, "") for name in (*TYPED, "reason", "body")]
        return [text for text in (*texts, *typed_words(self.typed)) if text.strip()]

    @property
    def private(self):
        """(label, value) of the data that will not be published."""
        contact = self.document["contact"]
        contact = " – ".join(filter(None, (contact[name] for name in ("name", "email", "phone"))))
        values = {**{name: self.document[name] for name in PRIVATE}, "contact": contact}
        return [(FIELD_LABELS[name], values[name]) for name in PRIVATE if values[name]]

    @cached_property
    def since_previous(self):
        """The changes since the previous deposit."""
        return difference(self.previous.document, self.document) if self.previous else []

    @cached_property
    def differences(self):
        return ReviewDifferences(self.dossier, self.submission, self.query)

    @cached_property
    def marked(self):
        """`reading`, with changed words marked."""
        return self.differences.marked(self.reading)

    @property
    def is_outdated(self):
        """Whether the public page changed since the dossier started. False for a closed dossier,
        already published or never to be.
        """
        return self.dossier.status != DossierStatus.CLOSED and is_outdated(self.dossier)

    @cached_property
    def three_way(self):
        """What each side changed, when the base version is outdated."""
        base = self.dossier.base_version
        if base is None or not self.is_outdated:
            return []
        current = self.dossier.partnership.current_version
        return three_way(base.content, current.content, public_projection(self.document))

    @cached_property
    def buffer(self):
        """The form buffer that corresponds to the deposit."""
        return deposited_buffer(self.document)

    @cached_property
    def checks(self):
        unsettled = len(self.exchanges.requests.unsettled)
        return ReviewChecks(self.dossier, self.reading, self.references, unsettled)

    @cached_property
    def references(self):
        return References(self.dossier, self.buffer)

    @cached_property
    def comparisons(self):
        """(item, comparison) of the proposed partners that resemble known ones, unanswered.

        Empty once the dossier is closed: what it published would resemble itself.
        """
        if self.dossier.is_closed:
            return []
        questions = open_questions(self.dossier, self.document, self.references)
        readings = {each.uuid: each for each in self.reading.partners}
        return [compared_in_review(each, readings[each.item["uuid"]]) for each in questions]

    @property
    def compared_partners(self):
        """The partners of which the authority said whether they are known ones."""
        return [each for each in self.reading.partners if each.declared_name or each.different_from]

    @cached_property
    def note(self):
        """This officer's own note; an unsent text is shown only to the person who typed it."""
        unsent = self.unsent.get(NOTE_BOX, {})
        is_own = unsent.get("field_path") == str(self.user.journal_id)
        typed = unsent.get("body") if is_own else None
        return ReviewNote(
            self.dossier, self.user, self.typed["note"] if self.action == NOTE_BOX else typed
        )

    @property
    def tabs(self):
        """Sections of the rail: (anchor, name, number of items to look at, what these are)."""
        awaited = len(self.opinions.awaited)
        waiting = {
            "controles": (self.checks.to_see + len(self.comparisons), _("à voir")),
            "echanges": (self.exchanges.waiting, _("à voir")),
            OPINIONS: (awaited, ngettext("attendu", "attendus", awaited)),
        }
        return [(anchor, label, *waiting.get(anchor, (0, ""))) for anchor, label in TABS.items()]

    @property
    def told_in_place(self) -> list[str]:
        """Tags of the confirmations that stand beside what they are about, not above the page."""
        return [OPINIONS, *(str(each.row.uuid) for each in self.exchanges.messages)]

    @property
    def open_tab(self):
        """The section to open first: the one of a refused act."""
        boxes = (MESSAGE_BOX, REQUEST_BOX, NOTE_BOX)
        return "echanges" if self.action in boxes else ""

    @cached_property
    def parts(self):
        return shown_parts(self.dossier, self.submission)

    @cached_property
    def outcome(self):
        return ReviewOutcome(self.dossier, self.user, self.allowed)

    @cached_property
    def history(self):
        return History(self.dossier)

    @property
    def assertion(self):
        """What the member who declares an imported partnership asserted, with their name and the
        time.
        """
        first = self.history.events[0]
        text = first.content.get("asserted")
        person = self.history.names[str(first.actor)] if text else ""
        return {"text": text, "person": person, "at": first.at} if text else None
