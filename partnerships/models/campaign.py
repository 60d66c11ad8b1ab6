"""The yearly confirmation campaign, configured by lead reviewers."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class CampaignQuerySet(models.QuerySet):
    def opened(self, today: date):
        """Campaigns that have started by `today`."""
        return self.filter(opens_on__lte=today)

    def running(self, today: date) -> "Campaign | None":
        """Returns the campaign running on `today`, or None.

        A campaign runs until the next one opens, so that late authorities can still answer.
        """
        return self.opened(today).order_by("-opens_on").first()


class Campaign(models.Model):
    """A yearly request to every lead authority to confirm its published partnerships."""

    year = models.PositiveSmallIntegerField(_("année"), unique=True)
    opens_on = models.DateField(_("ouverture"))
    due_on = models.DateField(_("à faire avant le"))
    # Days after the opening, in ascending order.
    reminder_days = models.JSONField(_("relances"), default=list, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=2_000)
    is_demonstration = models.BooleanField(_("démonstration"), default=False)

    objects = CampaignQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("historique"))

    class Meta:
        verbose_name = _("campagne de confirmation")
        verbose_name_plural = _("campagnes de confirmation")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gt=F("opens_on")),
                name="campaign_is_due_after_its_opening",
                violation_error_message=_("La date limite vient après l’ouverture."),
            )
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.year}"

    def stage(self, today: date) -> int:
        """Returns the last reminder due by `today`, in days after the opening; 0 if none yet."""
        passed = (today - self.opens_on).days
        return max((days for days in self.reminder_days if days <= passed), default=0)

    @property
    def reminders(self) -> list[date]:
        return [self.opens_on + timedelta(days=days) for days in self.reminder_days]
