"""How long dossiers that were never published are kept, as set by lead reviewers."""

import calendar
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnerships.models.decision import Decision, Outcome
from partnerships.models.dossier import Dossier
from partnerships.models.dossier_status import DossierStatus
from partnerships.models.version import PartnershipVersion

# Time between the announcement of an erasure and the erasure.
NOTICE = timedelta(days=30)


def months_before(day: date, months: int) -> date:
    """Returns the same day `months` earlier, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class RetentionCause(models.TextChoices):
    REJECTED = "rejected", _("dossiers refusés")
    WITHDRAWN = "withdrawn", _("dossiers retirés par leur collectivité")


class RetentionRule(models.Model):
    """The rule of one cause. Without a number of months, nothing is archived or erased."""

    cause = models.CharField(_("dossiers"), max_length=9, choices=RetentionCause, unique=True)
    # Months without any action on the dossier.
    archive_months = models.PositiveSmallIntegerField(
        _("archiver après, en mois"), null=True, blank=True
    )
    # Months in the archives.
    erase_months = models.PositiveSmallIntegerField(
        _("effacer après, en mois"), null=True, blank=True
    )
    basis = models.CharField(_("fondement de ces durées"), max_length=300, blank=True)

    history = HistoricalRecords(verbose_name=_("historique"))

    class Meta:
        verbose_name = _("règle de conservation")
        verbose_name_plural = _("règles de conservation")
        ordering = ["cause"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erase_months__isnull=True) | Q(archive_months__isnull=False),
                name="retention_rule_archives_before_it_erases",
                violation_error_message=_("Un dossier est archivé avant d’être effacé."),
            ),
        ]

    def __str__(self):
        return self.get_cause_display()

    def dossiers(self):
        """Deposited dossiers of this cause that were never published and are not erased."""
        published = PartnershipVersion.objects.filter(submission__dossier=OuterRef("pk"))
        dossiers = Dossier.objects.filter(
            ~Exists(published), submission_count__gt=0, erased_at=None
        )
        if self.cause == RetentionCause.WITHDRAWN:
            return dossiers.filter(status=DossierStatus.DRAFT)
        rejected = Decision.objects.standing().filter(
            dossier=OuterRef("pk"), outcome=Outcome.REJECTED, released_at__isnull=False
        )
        return dossiers.filter(Exists(rejected), status=DossierStatus.CLOSED)

    def to_archive(self, today: date):
        if not self.archive_months:
            return Dossier.objects.none()
        limit = months_before(today, self.archive_months)
        return self.dossiers().filter(archived_at=None, updated_at__date__lte=limit)

    def to_erase(self, today: date):
        if not self.erase_months:
            return Dossier.objects.none()
        limit = months_before(today, self.erase_months)
        return self.dossiers().filter(archived_at__date__lte=limit)


class ErasureNotice(models.Model):
    """The announcement that an archived dossier will be erased, at the earliest after NOTICE."""

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, related_name="erasure_notice", verbose_name=_("dossier")
    )
    announced_on = models.DateField(_("annoncé le"))

    class Meta:
        verbose_name = _("annonce d’effacement")
        verbose_name_plural = _("annonces d’effacement")
        ordering = ["announced_on", "pk"]

    def __str__(self):
        return f"{self.dossier.reference} – {self.announced_on}"

    @property
    def erased_on(self) -> date:
        """First day when the dossier may be erased."""
        return self.announced_on + NOTICE
