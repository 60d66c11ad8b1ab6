"""The decisions that wait to be notified: each as it stands, and which may leave."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Decision,
    Dossier,
    DossierEvent,
    DossierStatus,
    Outcome,
)
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

PAGE_SIZE = 30
STATE, CHOSEN = "etat", "d"
FAVOURABLE = [outcome for outcome in Outcome if outcome.is_favourable]


def _standing(**which):
    return Exists(Decision.objects.standing().filter(dossier=OuterRef("pk"), **which))


def _to_countersign():
    return Q(Exists(Decision.objects.awaiting_countersign().filter(dossier=OuterRef("pk"))))


def _outdated():
    """What would publish over what was published since, and nobody settled."""
    return Q(_standing(outcome__in=FAVOURABLE, settlement__isnull=True)) & (
        Q(partnership__isnull=False) & ~Q(partnership__current_version=F("base_version"))
    )


STATES = {
    "": (_("toutes"), Q),
    "a-contresigner": (_("à contresigner"), _to_countersign),
    "a-regler": (_("à régler avec la fiche publiée"), _outdated),
}


@dataclass(frozen=True)
class Row:
    """A decision that waits. `why_not`: what keeps this officer from notifying it, or ""."""

    dossier: Dossier
    decision: Decision
    seen: int
    is_mine: bool
    is_to_countersign: bool
    is_to_settle: bool
    why_not: str

    @property
    def may_leave(self) -> bool:
        return not self.why_not


def _is_to_settle(dossier, decision):
    partnership = dossier.partnership
    if not (decision.is_favourable and partnership):
        return False
    current = partnership.current_version
    if current.pk == dossier.base_version_id:
        return False
    return not decision.settlement or decision.settlement["version"] != current.number


def _why_not(is_mine, is_to_countersign, is_to_settle):
    if not is_mine:
        return _("un autre instruit ce dossier")
    if is_to_countersign:
        return _("un responsable doit contresigner")
    if is_to_settle:
        return _("des différences avec la fiche publiée sont à régler")
    return ""


def _decided(user):
    """Never of one's own authority, which is told when all of it is."""
    decided = Dossier.objects.visible_to(user).reviewable_by(user)
    return decided.filter(status=DossierStatus.DECIDED)


def waiting(user):
    """Dossiers decided and not notified, with what a page of them needs."""
    last = DossierEvent.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier")
    standing = Decision.objects.standing().select_related("decided_by", "countersigned_by")
    return (
        _decided(user)
        .select_related("lead_authority", "reviewer", "partnership__current_version")
        .prefetch_related(Prefetch("decisions", standing, to_attr="standing_decisions"))
        .annotate(seen=Subquery(last.annotate(last=Max("sequence")).values("last")))
    )


def rows_of(dossiers: list[Dossier], user) -> list[Row]:
    """Each of `dossiers` (of `waiting`) as this officer may treat it; queries that do not grow."""
    keys = [dossier.pk for dossier in dossiers]
    mine = Dossier.objects.in_hands_of(user).filter(pk__in=keys).values_list("pk", flat=True)
    waits = Decision.objects.awaiting_countersign().filter(dossier__in=keys)
    mine, waiting_dossiers = set(mine), set(waits.order_by().values_list("dossier", flat=True))
    rows = []
    for dossier in dossiers:
        (decision,) = dossier.standing_decisions
        flags = (
            dossier.pk in mine,
            dossier.pk in waiting_dossiers,
            _is_to_settle(dossier, decision),
        )
        rows.append(Row(dossier, decision, dossier.seen, *flags, str(_why_not(*flags))))
    return rows


class OutboxPage:
    def __init__(self, user, data):
        self.user, self.data = user, data
        self.state = data.get(STATE, "") if data.get(STATE, "") in STATES else ""

    @cached_property
    def states(self):
        """(name in the address, words, count, whether it is shown)."""
        rows = _decided(self.user)
        return [
            (name, label, rows.filter(rule()).count(), name == self.state)
            for name, (label, rule) in STATES.items()
        ]

    @cached_property
    def page(self):
        return paginate(
            [waiting(self.user).filter(STATES[self.state][1]())],
            Order("updated_at", descending=False),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def rows(self) -> list[Row]:
        return rows_of(self.page.rows, self.user)

    @property
    def may_leave(self) -> int:
        return sum(row.may_leave for row in self.rows)


class ReleasePage:
    """The decisions that were chosen to leave together, and what will become of each."""

    def __init__(self, user, chosen: list):
        rows = rows_of(list(waiting(user).filter(uuid__in=chosen).order_by("updated_at")), user)
        self.leaving = [row for row in rows if row.may_leave]
        self.staying = [row for row in rows if not row.may_leave]
        # Notified meanwhile, or never there.
        self.gone = len(set(chosen)) - len(rows)

    @property
    def published(self) -> int:
        return sum(row.decision.is_favourable for row in self.leaving)
