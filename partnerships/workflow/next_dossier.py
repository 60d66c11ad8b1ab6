"""« Suivant »: which file most needs an officer, and why. The order is that of `REASONS`, and of
nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Decision,
    Dossier,
    DossierStatus,
    Message,
    OpinionState,
    SkippedFile,
    officers_covered_by,
)

S = DossierStatus
# In working days.
SOON = 5


@dataclass(frozen=True)
class Reason:
    """`holds`: (user) → a condition on the files that are theirs; `words` may name the dates."""

    words: Promise
    holds: Callable
    is_theirs: bool = True


def _late(user):
    return Q(status__in=[S.SUBMITTED, S.UNDER_REVIEW], pk__in=Dossier.objects.late().values("pk"))


def _soon(user):
    due = Dossier.objects.due_within(SOON).values("pk")
    return Q(status__in=[S.SUBMITTED, S.UNDER_REVIEW], pk__in=due)


def _answered(user):
    return Q(status=S.SUBMITTED, submission_count__gt=1)


def _written(user):
    return Q(Exists(Message.objects.unread_by(user).filter(dossier=OuterRef("pk"))))


def _opinions_in(user):
    return Q(status=S.UNDER_REVIEW) & OpinionState.ANSWERED.holds()


def _decided(user):
    """What may leave: nobody has to countersign it any more."""
    waits = Decision.objects.awaiting_countersign().filter(dossier=OuterRef("pk"))
    return Q(status=S.DECIDED) & ~Q(Exists(waits))


REASONS = (
    Reason(_("En retard\u202f: il était à décider pour le %(due)s."), _late),
    Reason(_("À décider bientôt\u202f: au plus tard le %(due)s."), _soon),
    Reason(_("La collectivité a répondu\u202f: nouveau dépôt le %(submitted)s."), _answered),
    Reason(_("Un message vous attend."), _written),
    Reason(_("Tous les avis demandés sont rendus."), _opinions_in),
    Reason(
        _("Il vous est confié depuis son dépôt, le %(submitted)s."),
        lambda user: Q(status=S.SUBMITTED),
    ),
    Reason(_("Sa décision est prise\u202f: il reste à la notifier."), _decided),
    Reason(
        _("Le plus ancien de ceux que vous instruisez, déposé le %(submitted)s."),
        lambda user: Q(status=S.UNDER_REVIEW),
    ),
    Reason(
        _("Le plus ancien à prendre, déposé le %(submitted)s."),
        lambda user: Q(status=S.SUBMITTED, reviewer__isnull=True),
        is_theirs=False,
    ),
)


def _ranked(user) -> QuerySet[Dossier]:
    """Files that need `user`, with the rank of the first reason that holds, the first one first."""
    theirs = Q(reviewer__in=list(officers_covered_by(user)))
    cases = [
        When(theirs & reason.holds(user) if reason.is_theirs else reason.holds(user), Value(rank))
        for rank, reason in enumerate(REASONS)
    ]
    rows = Dossier.objects.open().deposited().reviewable_by(user)
    ranked = rows.annotate(rank=Case(*cases)).filter(rank__isnull=False)
    return ranked.order_by("rank", F("due_on").asc(nulls_last=True), "submitted_at", "pk")


def _skipped(user):
    return SkippedFile.objects.filter(officer=user.pk).standing()


def next_file(user) -> Dossier | None:
    """The file that most needs `user`, among those they did not skip."""
    return _ranked(user).exclude(pk__in=_skipped(user).values("dossier")).first()


def why_next(user, dossier: Dossier) -> str:
    """The reason why `dossier` needs `user`, as a sentence; "" where it does not."""
    found = _ranked(user).filter(pk=dossier.pk).first()
    if found is None:
        return ""
    dates = {"due": found.due_on, "submitted": found.submitted_at}
    return REASONS[found.rank].words % {
        name: date_format(day, "j F Y") if day else "" for name, day in dates.items()
    }


def skipped_count(user) -> int:
    """Files that wait for `user` and were skipped."""
    return _ranked(user).filter(pk__in=_skipped(user).values("dossier")).count()
