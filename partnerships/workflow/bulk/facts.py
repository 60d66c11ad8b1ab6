"""Whether a bulk act is possible on each of many dossiers, in a constant number of queries.

The rules are those of `transitions`; a test checks that both agree on every officer and dossier.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Action, BulkAct, Decision, Dossier, DossierEvent, Opinion
from partnerships.workflow.transitions import TRANSITIONS


def _dossiers_of(rows):
    return rows.order_by().values("dossier")


class Facts:
    """Facts about `dossiers` that the rules of `act` depend on, queried together."""

    def __init__(self, act: BulkAct, dossiers: Iterable[Dossier], by):
        self.act, self.by = act, by
        self.row = TRANSITIONS[Action(act)]
        rows = Dossier.objects.filter(pk__in=[dossier.pk for dossier in dossiers]).order_by()
        self.reviewable = set(rows.reviewable_by(by).values_list("pk", flat=True))
        # These are for others than the reviewer.
        is_countersigning = act in (BulkAct.COUNTERSIGN, BulkAct.UNCOUNTERSIGN)
        own = rows.none() if is_countersigning else rows.instructed_by(by)
        self.in_hand = set(own.values_list("pk", flat=True))
        self.in_hand |= set(self._of_others(rows).values_list("pk", flat=True))
        self.blocked = set(self._blocked(rows).values_list("pk", flat=True))

    def _of_others(self, rows):
        """Dossiers on which `by` may act without being their reviewer."""
        if self.act == BulkAct.ASSIGN:
            return rows.review_led_by(self.by)
        if self.act == BulkAct.START_REVIEW:
            led = rows.review_led_by(self.by).values("pk")
            is_free = Q(reviewer__isnull=True) | Q(reviewer__is_active=False)
            return rows.reviewable_by(self.by).filter(is_free | Q(pk__in=led))
        if self.act == BulkAct.COUNTERSIGN:
            return rows.countersignable_by(self.by)
        if self.act == BulkAct.UNCOUNTERSIGN:
            theirs = _dossiers_of(Decision.objects.countersigned_by(self.by))
            return rows.filter(pk__in=theirs).countersignable_by(self.by)
        if self.act == BulkAct.TAKE_BACK:
            needing = _dossiers_of(Decision.objects.needing_countersign())
            return rows.filter(pk__in=needing).countersignable_by(self.by)
        return rows.none()

    def _blocked(self, rows):
        """Dossiers on which the act must wait for something else, or has nothing to do."""
        if self.act == BulkAct.DECIDE:
            return rows.filter(pk__in=_dossiers_of(Opinion.objects.awaited()))
        awaiting = _dossiers_of(Decision.objects.awaiting_countersign())
        if self.act == BulkAct.RELEASE:
            return rows.filter(pk__in=awaiting)
        if self.act == BulkAct.COUNTERSIGN:
            return rows.exclude(pk__in=awaiting)
        if self.act == BulkAct.REMIND_AUTHORITY:
            today = DossierEvent.objects.filter(
                action=Action.REMIND_AUTHORITY, at__date=timezone.localdate()
            )
            return rows.filter(pk__in=_dossiers_of(today))
        return rows.none()

    def refusal(self, dossier: Dossier) -> str:
        """Returns why the act is not possible on this dossier; "" if it is."""
        if dossier.pk not in self.reviewable:
            return _("Vous êtes de sa collectivité, ou l’avez saisi\u202f: un autre l’instruit.")
        if dossier.discarded_at or not self.row.starts_from(dossier):
            return _("Cet acte n’est pas possible à l’état «\u202f%(status)s\u202f».") % {
                "status": dossier.get_status_display()
            }
        if dossier.pk not in self.in_hand:
            return self._reason_of_hands(dossier)
        return self._blocking_reason() if dossier.pk in self.blocked else ""

    def _reason_of_hands(self, dossier):
        if self.act == BulkAct.COUNTERSIGN:
            if not self.by.has_perm("partnerships.lead_review"):
                return _("Seul un instructeur responsable contresigne.")
            return _(
                "Vous l’instruisez, ou l’avez décidé\u202f: un autre responsable le contresigne."
            )
        if self.act == BulkAct.UNCOUNTERSIGN:
            return _("Vous n’avez pas contresigné sa décision, ou ne le pouvez plus.")
        if dossier.reviewer:
            return _("%(name)s l’instruit.") % {"name": dossier.reviewer}
        return _("Personne ne l’instruit encore\u202f: prenez-le d’abord.")

    def _blocking_reason(self):
        return {
            BulkAct.DECIDE: _(
                "Un avis est attendu\u202f: décidez de ce dossier seul, en le disant."
            ),
            BulkAct.RELEASE: _("La décision attend d’être contresignée."),
            BulkAct.COUNTERSIGN: _(
                "Sa décision est déjà contresignée, ou a été prise sans que la règle le demande."
            ),
            BulkAct.REMIND_AUTHORITY: _("La collectivité a déjà été relancée aujourd’hui."),
        }[self.act]
