"""When an officer is away, and who has their files meanwhile."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AbsenceQuerySet(models.QuerySet):
    def running(self, day: date):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def overlapping(self, starts_on: date, ends_on: date):
        return self.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)

    def visible_to(self, user):
        """All for a lead reviewer; else the person's own, and those where they stand in."""
        if user.has_perm("partnerships.lead_review"):
            return self.all()
        return self.filter(Q(officer=user.pk) | Q(delegate=user.pk))


class Absence(models.Model):
    """From the first day to the last, both included, the files of `officer` go to `delegate`."""

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


def stand_ins(day: date) -> dict[int, int]:
    """Officer away on `day` → who has their files, by key.

    A delegate who is away too passes them on to their own. Where that ends with nobody (it comes
    back on itself, or an account is closed), the files stay with the officer.
    """
    running = Absence.objects.running(day).order_by("pk")
    next_of = {
        officer: delegate if is_active else None
        for officer, delegate, is_active in running.values_list(
            "officer", "delegate", "delegate__is_active"
        )
    }
    found = {}
    for officer, at in next_of.items():
        passed = {officer}
        while at in next_of and at not in passed:
            passed.add(at)
            at = next_of[at]
        if at and at not in passed:
            found[officer] = at
    return found


def replaced_by(user) -> list[int]:
    """The officers, by key, whose files are in the hands of `user` today."""
    found = stand_ins(timezone.localdate()).items()
    return [officer for officer, delegate in found if delegate == user.pk]


def hands_of(user) -> Iterator[int]:
    """The officers, by key, whose files `user` instructs today: `user` first, then those who are
    away, whom a query finds only where they are asked for.
    """
    if user.has_perm("partnerships.review_dossier"):
        yield user.pk
        yield from replaced_by(user)
