"""« Suivant »: the most urgent dossier of an officer, and why.

Dossiers are ranked by the first of `REASONS` that applies, then by due date and deposit date.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cncd_portal.french_dates import french_date
from partnerships.models import (
    Decision,
    Dossier,
    DossierStatus,
    Message,
    OpinionState,
    SkippedDossier,
    officers_covered_by,
)

S = DossierStatus
# In working days.
SOON_DAYS = 5


@dataclass(frozen=True)
class Reason:
    """A reason to propose a dossier.

    `words`: the sentence, with optional dates `due` and `submitted`. `holds`: (user) → condition
    on the dossier. `is_theirs`: only for dossiers that the user instructs.
    """

    words: Promise
    holds: Callable
    is_theirs: bool = True


def _is_late(user):
    return Q(pk__in=Dossier.objects.late_to_decide().values("pk"))


def _is_due_soon(user):
    return Q(pk__in=Dossier.objects.due_within(SOON_DAYS).values("pk"))


def _has_new_deposit(user):
    return Q(status=S.SUBMITTED, submission_count__gt=1)


def _has_unread_message(user):
    return Q(Exists(Message.objects.unread_by(user).filter(dossier=OuterRef("pk"))))


def _has_all_opinions(user):
    return Q(status=S.UNDER_REVIEW) & OpinionState.ANSWERED.holds()


def _may_be_released(user):
    """The decision was taken and does not wait for a countersignature."""
    waits = Decision.objects.awaiting_countersign().filter(dossier=OuterRef("pk"))
    return Q(status=S.DECIDED) & ~Q(Exists(waits))


def _is_late_to_release(user):
    return _may_be_released(user) & Q(pk__in=Dossier.objects.late_to_release().values("pk"))


REASONS = (
    Reason(_("En retard\u202f: il était à décider pour le %(due)s."), _is_late),
    Reason(
        _("Décidé, à notifier en retard\u202f: l’échéance était le %(due)s."),
        _is_late_to_release,
    ),
    Reason(_("À décider bientôt\u202f: au plus tard le %(due)s."), _is_due_soon),
    Reason(_("La collectivité a répondu\u202f: nouveau dépôt le %(submitted)s."), _has_new_deposit),
    Reason(_("Un message vous attend."), _has_unread_message),
    Reason(_("Les organismes consultés ont tous répondu."), _has_all_opinions),
    Reason(
        _("Il vous est confié depuis son dépôt, le %(submitted)s."),
        lambda user: Q(status=S.SUBMITTED),
    ),
    Reason(_("Sa décision est prise\u202f: il reste à la notifier."), _may_be_released),
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
    """Dossiers that need `user`, most urgent first, annotated with the rank of the reason."""
    theirs = Q(reviewer__in=list(officers_covered_by(user)))
    cases = [
        When(theirs & reason.holds(user) if reason.is_theirs else reason.holds(user), Value(rank))
        for rank, reason in enumerate(REASONS)
    ]
    rows = Dossier.objects.open().deposited().reviewable_by(user)
    ranked = rows.annotate(rank=Case(*cases)).filter(rank__isnull=False)
    return ranked.order_by("rank", F("due_on").asc(nulls_last=True), "submitted_at", "pk")


def _skipped(user):
    return SkippedDossier.objects.filter(officer=user.pk).standing()


def most_urgent_dossier(user) -> Dossier | None:
    """Returns the most urgent dossier for `user` that they did not skip, or None."""
    return _ranked(user).exclude(pk__in=_skipped(user).values("dossier")).first()


def why_next(user, dossier: Dossier) -> str:
    """Returns the reason why `dossier` needs `user`, as a French sentence, or ""."""
    found = _ranked(user).filter(pk=dossier.pk).first()
    if found is None:
        return ""
    dates = {"due": found.due_on, "submitted": found.submitted_at}
    return REASONS[found.rank].words % {
        name: french_date(day) if day else "" for name, day in dates.items()
    }


def skipped_count(user) -> int:
    """Returns the number of dossiers that need `user` and that they skipped."""
    return _ranked(user).filter(pk__in=_skipped(user).values("dossier")).count()
