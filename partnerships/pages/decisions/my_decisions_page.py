"""« Mes décisions »: what an officer decided, and what became of it."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from partnerships.models import Decision, Dossier, MailState, OutboxMail, stand_ins_today
from partnerships.notifications.lists import TO_COUNTERSIGN
from partnerships.pages.decisions.decision_list import DecisionList
from partnerships.pages.decisions.outbox_page import PAGE_SIZE
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate


def _to_release(decisions):
    waiting = decisions.awaiting_countersign().values("pk")
    return decisions.filter(released_at__isnull=True).exclude(pk__in=waiting)


# Name in the address → (label, which decisions of the officer).
STATES = {
    "": (_("toutes"), lambda decisions: decisions),
    TO_COUNTERSIGN: (_("à contresigner"), lambda decisions: decisions.awaiting_countersign()),
    "a-notifier": (_("à notifier"), _to_release),
    "notifiees": (
        ngettext_lazy("notifiée", "notifiées", "count"),
        lambda decisions: decisions.filter(released_at__isnull=False),
    ),
}


@dataclass(frozen=True)
class DecidedRow:
    """A decision of the officer. `mail`: the state of the mails that notify it, "" once sent."""

    decision: Decision
    mail: str

    @property
    def is_in_hand(self) -> bool:
        """Whether who decided still instructs the dossier."""
        return self.decision.dossier.reviewer_id == self.decision.decided_by_id

    @property
    def is_replaced(self) -> bool:
        """Whether who decided replaces today the officer of the dossier."""
        stand_in = stand_ins_today().get(self.decision.dossier.reviewer_id)
        return stand_in == self.decision.decided_by_id

    @property
    def letter(self):
        return getattr(self.decision, "letter", None)

    @property
    def is_mail_failed(self) -> bool:
        return self.mail == MailState.FAILED

    @property
    def is_mail_waiting(self) -> bool:
        return self.mail in (MailState.PENDING, MailState.SENDING)


def _mails_of(decisions) -> dict[int, str]:
    """Returns key of each decision → state of the mails of its notification that are not sent: the
    worst one. One query.
    """
    by_dossier = {each.dossier_id: each for each in decisions if each.released_at}
    mails = OutboxMail.objects.filter(dossier__in=by_dossier, cause__endswith=":release")
    mails = mails.exclude(state=MailState.SENT).order_by()
    found = {}
    for dossier, state, created_at in mails.values_list("dossier", "state", "created_at"):
        decision = by_dossier[dossier]
        # Those of before notify a decision that was reopened.
        if created_at >= decision.released_at and found.get(decision.pk) != MailState.FAILED:
            found[decision.pk] = state
    return found


class MyDecisionsPage(DecisionList):
    known_states = STATES

    @cached_property
    def _decisions(self):
        dossiers = Dossier.objects.visible_to(self.user).reviewable_by(self.user).deposited()
        mine = Decision.objects.standing().filter(decided_by=self.user)
        return mine.filter(dossier__in=dossiers.values("pk"))

    @cached_property
    def states(self):
        return self.numbers(lambda choose: choose(self._decisions).count())

    @cached_property
    def page(self):
        related = ("dossier__lead_authority", "dossier__reviewer", "countersigned_by", "letter")
        _label, choose = STATES[self.state]
        return paginate(
            [choose(self._decisions).select_related(*related)],
            Order("decided_at"),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def rows(self) -> list[DecidedRow]:
        mails = _mails_of(self.page.rows)
        return [DecidedRow(each, mails.get(each.pk, "")) for each in self.page.rows]
