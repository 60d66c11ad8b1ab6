"""Processing times of deposited dossiers, from which officers' figures are computed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.decision import Outcome
from partnerships.models.dossier import Dossier
from partnerships.models.place import Country


class Leaving(models.TextChoices):
    """How the instruction of a dossier ended."""

    ACCEPTED = Outcome.ACCEPTED.value, Outcome.ACCEPTED.label
    RESERVED = Outcome.RESERVED.value, Outcome.RESERVED.label
    REJECTED = Outcome.REJECTED.value, Outcome.REJECTED.label
    WITHDRAWN = "withdrawn", _("retiré par la collectivité")


class DossierTimesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows that `user` may see one by one: all for a lead reviewer, else their own."""
        if user.has_perm("partnerships.lead_review"):
            return self
        return self.filter(officer=user)


class DossierTimes(models.Model):
    """Dates and durations of the instruction of one dossier.

    Recomputed from the journal at each step (workflow/times.py), and kept when the content is
    erased. Durations are counted from the first deposit, in calendar days and in working days.
    """

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, related_name="times", verbose_name=_("dossier")
    )
    countries = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("pays")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("instructeur"),
    )
    came_on = models.DateField(_("premier dépôt le"), db_index=True)
    answered_on = models.DateField(_("première réponse le"), null=True, blank=True, db_index=True)
    answer_days = models.PositiveIntegerField(null=True, blank=True)
    answer_working_days = models.PositiveIntegerField(null=True, blank=True)
    # The day of the withdrawal or of the release; cleared if the dossier comes back.
    left_on = models.DateField(_("sorti le"), null=True, blank=True, db_index=True)
    left_as = models.CharField(_("sortie"), max_length=9, choices=Leaving, blank=True)
    # Last day to decide, as it was at the release; empty without a deadline.
    decision_due_on = models.DateField(_("à décider avant le"), null=True, blank=True)
    # Empty if the dossier was withdrawn.
    decision_days = models.PositiveIntegerField(null=True, blank=True)
    decision_working_days = models.PositiveIntegerField(null=True, blank=True)

    objects = DossierTimesQuerySet.as_manager()

    class Meta:
        verbose_name = _("temps d’un dossier")
        verbose_name_plural = _("temps des dossiers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True, left_as="")
                | (models.Q(left_on__isnull=False) & ~models.Q(left_as="")),
                name="dossier_times_left_says_how",
            )
        ]

    def __str__(self):
        return str(self.dossier)
