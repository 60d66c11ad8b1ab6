"""Absences of officers, and who stands in for them."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.remembered import asked_once


class AbsenceQuerySet(models.QuerySet):
    def running(self, day: date):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def overlapping(self, starts_on: date, ends_on: date):
        return self.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)

    def visible_to(self, user):
        """Absences a user may read: all for a lead reviewer, else as officer or delegate."""
        if user.has_perm("partnerships.lead_review"):
            return self.all()
        return self.filter(Q(officer=user.pk) | Q(delegate=user.pk))


class Absence(models.Model):
    """An absence: `delegate` stands in for `officer` from the first to the last day, included."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="absences",
        verbose_name=_("instructeur absent"),
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="replacements",
        verbose_name=_("remplaçant"),
    )
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("déclarée par")
    )
    declared_at = models.DateTimeField(_("déclarée le"), default=timezone.now)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["ends_on", "starts_on"], name="absence_running")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
                violation_error_message=_("Le dernier jour vient après le premier."),
            ),
            models.CheckConstraint(
                condition=~Q(officer=F("delegate")),
                name="absence_has_another_delegate",
                violation_error_message=_(
                    "On ne se remplace pas soi-même\u202f: nommez un collègue."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.officer} → {self.delegate}"


def away_until(day: date) -> dict[int, date]:
    """Returns the key of each officer away on `day` → the last day of their absence."""
    running = Absence.objects.running(day).order_by("ends_on")
    return dict(running.values_list("officer", "ends_on"))


def stand_ins(day: date) -> dict[int, int]:
    """Returns the key of each officer away on `day` → that of who stands in for them.

    If the delegate is away too, their own delegate stands in, and so on. An officer whose chain
    of delegates loops, or ends on an inactive account, has no stand-in and is left out.
    """
    running = Absence.objects.running(day).order_by("pk")
    next_of = {
        officer: delegate if is_active else None
        for officer, delegate, is_active in running.values_list(
            "officer", "delegate", "delegate__is_active"
        )
    }
    found = {}
    for officer, delegate in next_of.items():
        visited = {officer}
        while delegate in next_of and delegate not in visited:
            visited.add(delegate)
            delegate = next_of[delegate]
        if delegate and delegate not in visited:
            found[officer] = delegate
    return found


def stand_ins_today() -> dict[int, int]:
    """Returns the `stand_ins` of today, asked once in a request."""
    today = timezone.localdate()
    return asked_once(("stand-ins", today), lambda: stand_ins(today))


def _absent_officers_covered_by(user) -> list[int]:
    """Returns the keys of the absent officers whom `user` stands in for today."""
    return [officer for officer, delegate in stand_ins_today().items() if delegate == user.pk]


def officers_covered_by(user) -> Iterator[int]:
    """Yields the keys of the officers whose dossiers `user` instructs today.

    `user` comes first; the absent officers are queried only if the caller iterates further.
    Empty for someone who is not a reviewer.
    """
    if user.has_perm("partnerships.review_dossier"):
        yield user.pk
        yield from _absent_officers_covered_by(user)
