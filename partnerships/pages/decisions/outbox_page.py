"""Decisions that wait for notification: the state of each, and which ones can be notified."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from partnerships.models import (
    Decision,
    Dossier,
    DossierEvent,
    DossierStatus,
)
from partnerships.models.dossier_queryset import is_to_settle
from partnerships.notifications.lists import READY, TO_COUNTERSIGN
from partnerships.pages.decisions.decision_list import DecisionList
from partnerships.pages.decisions.messages_to_see import MessagesToSee, messages_to_see
from partnerships.pages.decisions.notifiers import Notifiers
from partnerships.papers.decision import Senders, unprintable_words
from partnerships.papers.letter_gaps import lacks_appeal, letter_gaps
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

PAGE_SIZE = 30
CHOSEN = "d"


def _all(_user):
    return Q()


def _to_settle(_user):
    return is_to_settle()


def _to_countersign(_user):
    """What is to settle comes first: it would be countersigned again."""
    waits = Decision.objects.awaiting_countersign().filter(dossier=OuterRef("pk"))
    return Q(Exists(waits)) & ~is_to_settle()


def _is_mine(user):
    return Q(pk__in=Dossier.objects.instructed_by(user).order_by().values("pk"))


def _ready(user):
    """Decisions that `user` may notify. A settlement that another publication made outdated counts
    as settled here; its row says that it is not.
    """
    return _is_mine(user) & ~_to_countersign(user) & ~is_to_settle()


def _by_a_colleague(user):
    """Those that would be ready for `user` if they had the dossier in their hands."""
    return ~_is_mine(user) & ~_to_countersign(user) & ~is_to_settle()


# Each decision is in one of these, beside « toutes ».
STATES = {
    "": (_("toutes"), _all),
    READY: (ngettext_lazy("prête à notifier", "prêtes à notifier", "count"), _ready),
    "a-un-collegue": (_("à notifier par un collègue"), _by_a_colleague),
    TO_COUNTERSIGN: (_("à contresigner"), _to_countersign),
    "a-regler": (_("à régler avec la fiche publiée"), _to_settle),
}


@dataclass(frozen=True)
class Row:
    """A pending decision. `why_not`: why this officer cannot notify it, or "".

    `is_countersignable`: whether this officer may countersign it.
    """

    dossier: Dossier
    decision: Decision
    seen: int
    is_mine: bool
    is_to_countersign: bool
    needs_settlement: bool
    is_countersignable: bool
    why_not: str

    @property
    def is_releasable(self) -> bool:
        return not self.why_not


def _is_unsettled(dossier, decision):
    """Like `is_to_settle`, and where a later publication outdated the settlement."""
    partnership = dossier.partnership
    if not (decision.is_favourable and partnership):
        return False
    current = partnership.current_version
    if current.pk == dossier.base_version_id:
        return False
    return not decision.settlement or decision.settlement["version"] != current.number


def _why_not(is_mine, is_to_countersign, needs_settlement, is_countersignable, who):
    """Returns what comes first of what keeps a decision from being notified, or "". `who`: a
    sentence, who notifies it.
    """
    if needs_settlement:
        unsettled = _("des différences avec la fiche publiée sont à régler")
        return unsettled if is_mine else f"{unsettled}\u202f; {who}"
    if is_countersignable:
        return _("vous pouvez la contresigner")
    if is_to_countersign:
        return _("un responsable doit contresigner")
    return "" if is_mine else who


def _decided(user):
    """Decided dossiers, without those of the user's own authorities: an officer learns of these
    when the whole authority does. One whose decision is missing has nothing to notify.
    """
    decided = Dossier.objects.visible_to(user).reviewable_by(user)
    standing = Decision.objects.standing().filter(dossier=OuterRef("pk"))
    return decided.filter(Exists(standing), status=DossierStatus.DECIDED)


def with_late_count(dossiers) -> tuple[int, int]:
    """How many decided dossiers there are, and how many of them are late. One query."""
    late = Count("pk", filter=Q(pk__in=Dossier.objects.late_to_release().values("pk")))
    counts = dossiers.order_by().aggregate(every=Count("pk"), late=late)
    return counts["every"], counts["late"]


def ready_counts(user) -> tuple[int, int]:
    """How many decisions `user` may notify, as the list of those that are ready counts them, and
    how many of them are late.
    """
    return with_late_count(_decided(user).filter(_ready(user)))


def dossiers_to_notify(user):
    """Decided dossiers that are not notified, with the related data of a page."""
    last = DossierEvent.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier")
    standing = Decision.objects.standing().select_related("decided_by", "countersigned_by")
    return (
        _decided(user)
        .select_related("lead_authority", "reviewer", "partnership__current_version")
        .defer("partnership__current_version__projection")
        .prefetch_related(Prefetch("decisions", standing, to_attr="standing_decisions"))
        .annotate(seen=Subquery(last.annotate(last=Max("sequence")).values("last")))
    )


def rows_of(dossiers: list[Dossier], user) -> list[Row]:
    """Returns the rows of `dossiers`, read by `dossiers_to_notify`, for this officer; the number
    of queries is fixed.
    """
    keys = [dossier.pk for dossier in dossiers]
    mine = Dossier.objects.instructed_by(user).filter(pk__in=keys).values_list("pk", flat=True)
    waits = Decision.objects.awaiting_countersign().filter(dossier__in=keys)
    mine, waiting_dossiers = set(mine), set(waits.order_by().values_list("dossier", flat=True))
    signable = Dossier.objects.to_countersign_by(user).filter(pk__in=keys)
    signable = set(signable.values_list("pk", flat=True))
    notifiers, rows = Notifiers(dossier.reviewer for dossier in dossiers), []
    for dossier in dossiers:
        (decision,) = dossier.standing_decisions
        flags = (
            dossier.pk in mine,
            dossier.pk in waiting_dossiers,
            _is_unsettled(dossier, decision),
            dossier.pk in signable,
        )
        why_not = str(_why_not(*flags, notifiers.sentence(dossier.reviewer)))
        rows.append(Row(dossier, decision, dossier.seen, *flags, why_not))
    return rows


class OutboxPage(DecisionList):
    known_states = STATES

    @cached_property
    def states(self):
        rows = _decided(self.user)
        return self.numbers(lambda rule: rows.filter(rule(self.user)).count())

    @cached_property
    def page(self):
        """The list of all begins with those that this officer may notify."""
        _label, rule = STATES[self.state]
        rows, ready = dossiers_to_notify(self.user).filter(rule(self.user)), _ready(self.user)
        return paginate(
            [rows] if self.state else [rows.filter(ready), rows.filter(~ready)],
            Order("updated_at", descending=False),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def rows(self) -> list[Row]:
        return rows_of(self.page.rows, self.user)

    @cached_property
    def to_countersign(self) -> int:
        """How many decisions the list of those to countersign has that this officer may; 0 in the
        other lists.
        """
        if self.state != TO_COUNTERSIGN:
            return 0
        return Dossier.objects.to_countersign_by(self.user).count()

    @property
    def releasable_count(self) -> int:
        return sum(row.is_releasable for row in self.rows)


class ReleasePage:
    """The decisions chosen to be notified together: `leaving` will be, `staying` cannot be."""

    def __init__(self, user, chosen: list):
        dossiers = dossiers_to_notify(user).filter(uuid__in=chosen)
        rows = rows_of(list(dossiers.order_by("updated_at")), user)
        self.leaving = [row for row in rows if row.is_releasable]
        self.staying = [row for row in rows if not row.is_releasable]
        # Notified meanwhile, or unknown.
        self.missing_count = len(set(chosen)) - len(rows)
        self._user = user

    @cached_property
    def to_see(self) -> MessagesToSee:
        return messages_to_see(self._user, [row.dossier.pk for row in self.leaving])

    @property
    def others_query(self) -> str:
        """The query of this page without the decisions that have messages to read; "" if none is
        left.
        """
        held = {dossier.pk for dossier, _count in self.to_see.dossiers}
        others = [str(row.dossier.uuid) for row in self.leaving if row.dossier.pk not in held]
        return urlencode({CHOSEN: others}, doseq=True)

    @property
    def published(self) -> int:
        return sum(row.decision.is_favourable for row in self.leaving)

    @cached_property
    def _senders(self):
        return Senders(timezone.localdate())

    @cached_property
    def gaps(self) -> list[str]:
        """What their letters lack, as sentences."""
        return letter_gaps(self._senders, [row.decision for row in self.leaving])

    @property
    def lacks_appeal(self) -> bool:
        """Whether a letter needs the tick to leave without the means of appeal."""
        outcomes = [row.decision.outcome for row in self.leaving]
        return lacks_appeal(self._senders.letterhead, outcomes)

    @cached_property
    def unprintable(self) -> list[tuple[str, list[str]]]:
        """(reference, words that its letter cannot print) for the letters that have some."""
        chosen = [row.decision.pk for row in self.leaving]
        decisions = Decision.objects.select_related("submission").in_bulk(chosen)
        words = unprintable_words([decisions[pk] for pk in chosen])
        letters = zip((row.dossier.reference for row in self.leaving), words, strict=True)
        return [(reference, some) for reference, some in letters if some]
