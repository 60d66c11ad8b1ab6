"""The rows of the queue as one officer sees them; the data of a page is loaded at once."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import (
    Decision,
    Dossier,
    DossierIndex,
    DossierKind,
    Message,
    Opinion,
    OpinionAnswer,
    stand_ins_today,
)
from partnerships.pages.queue.found_in_documents import found_in_documents
from partnerships.pages.queue.queue_choices import STATUS_LABELS


@dataclass(frozen=True)
class QueueRow:
    """A dossier in the queue. `opinions`: those the officer may see, never those of a dossier of
    their own authority; `found_in`: names of the documents that have the searched words;
    `decision`: that of a decided dossier, never of one of their own; `stand_in`: who replaces its
    reviewer today.
    """

    dossier: Dossier
    is_own: bool
    unread: int
    opinions: Sequence[Opinion]
    found_in: Sequence[str] = ()
    decision: Decision | None = None
    stand_in: str = ""

    @property
    def index(self) -> DossierIndex:
        """The index of the dossier; empty for one deposited before indexes existed, until
        `manage.py reindex` reads it.
        """
        return getattr(self.dossier, "index", None) or DossierIndex()

    @property
    def is_registration(self) -> bool:
        """Whether it is of the usual kind, which the row does not say."""
        return self.dossier.kind == DossierKind.REGISTRATION

    @property
    def status(self) -> str:
        """The status; once decided, the decision and what it waits for."""
        if self.decision is None:
            return capfirst(STATUS_LABELS[self.dossier.status])
        outcome = capfirst(self.decision.get_outcome_display())
        waits = self.decision.awaits_countersign
        return f"{outcome}, {_('à contresigner') if waits else _('à notifier')}"

    @property
    def absence(self) -> str:
        """« absence : vous » for the dossier of an officer away today; "" otherwise."""
        return _("absence\u202f: %(person)s") % {"person": self.stand_in} if self.stand_in else ""

    @property
    def deposited_on(self) -> date:
        return timezone.localdate(self.dossier.submitted_at)

    @property
    def age(self) -> str:
        days = (timezone.localdate() - self.deposited_on).days
        if days < 2:
            return _("hier") if days else _("aujourd’hui")
        return _("il y a %(age)s") % {"age": timesince(self.dossier.submitted_at, depth=1)}

    @property
    def due_hint(self) -> str:
        return self.dossier.deadline.text

    @property
    def opinions_summary(self) -> str:
        """« 1 sur 3, 1 défavorable, 1 pas compétent »; "" when no opinion was asked."""
        if not self.opinions:
            return ""
        answers = Counter(each.answer for each in self.opinions)
        answered = len(self.opinions) - answers[""] - answers[OpinionAnswer.DECLINED]
        text = _("%(answered)s sur %(count)s") % {
            "answered": answered,
            "count": len(self.opinions),
        }
        against = answers[OpinionAnswer.UNFAVOURABLE]
        if against:
            text += ", " + ngettext("%(count)s défavorable", "%(count)s défavorables", against) % {
                "count": against
            }
        declined = answers[OpinionAnswer.DECLINED]
        if declined:
            text += ", " + ngettext(
                "%(count)s pas compétent", "%(count)s pas compétents", declined
            ) % {"count": declined}
        return text


def rows_of(dossiers: Sequence[Dossier], user, searched: str = "") -> list[QueueRow]:
    """Returns the rows of `dossiers`, in their order; the number of queries is fixed.

    `searched`: the words that found them, to say in which documents they are.
    """
    ids = [dossier.pk for dossier in dossiers]
    theirs = Dossier.objects.of_member(user).filter(pk__in=ids)
    own = set(theirs.values_list("pk", flat=True))
    opinions = defaultdict(list)
    rows = Opinion.objects.visible_to(user).standing().filter(dossier__in=ids)
    for opinion in rows.only("dossier", "answer", "answered_at"):
        opinions[opinion.dossier_id].append(opinion)
    unread = _unread(dossiers, user)
    found_in = found_in_documents(dossiers, searched)
    decisions, stand_ins = _decisions(dossiers, user), _stand_ins(dossiers, user)
    return [
        QueueRow(
            each,
            each.pk in own,
            unread.get(each.pk, 0),
            opinions[each.pk],
            found_in.get(each.pk, ()),
            decisions.get(each.pk),
            stand_ins.get(each.reviewer_id, ""),
        )
        for each in dossiers
    ]


def _decisions(dossiers, user) -> dict[int, Decision]:
    """Returns {dossier pk: decision that is not notified}, without those that the officer may not
    know of. One query, only where a dossier is decided.
    """
    keys = [each.pk for each in dossiers if each.is_decided]
    if not keys:
        return {}
    known = Dossier.objects.reviewable_by(user).filter(pk__in=keys).order_by()
    rows = Decision.objects.standing().filter(dossier__in=known.values("pk"))
    return {each.dossier_id: each for each in rows}


def _stand_ins(dossiers, user) -> dict[int, str]:
    """Returns {key of a reviewer away today: « vous », or the name of who replaces them}.

    Names are one query, only where one of `dossiers` is replaced by another.
    """
    found = stand_ins_today()
    away = {each.reviewer_id for each in dossiers} & found.keys()
    people = {found[key] for key in away} - {user.pk}
    names = get_user_model().objects.in_bulk(people) if people else {}
    return {key: str(names.get(found[key], _("vous"))) for key in away}


def _unread(dossiers, user) -> dict[int, int]:
    """Returns {dossier pk: unread messages}, for dossiers in the officer's hands or unassigned."""
    ids = [dossier.pk for dossier in dossiers]
    held = set(Dossier.objects.instructed_by(user).filter(pk__in=ids).values_list("pk", flat=True))
    theirs = [each.pk for each in dossiers if each.reviewer_id is None or each.pk in held]
    waiting = Message.objects.unread_by(user).filter(dossier__in=theirs).order_by()
    return dict(waiting.values_list("dossier").annotate(Count("pk")))
