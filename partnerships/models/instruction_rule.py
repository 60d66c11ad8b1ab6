"""Instruction rules of each dossier kind, configured by lead reviewers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnerships.models.dossier_status import DossierKind


class InstructionRuleQuerySet(models.QuerySet):
    def needing_countersign(self):
        """Rules of the kinds whose decisions need a countersignature."""
        return self.filter(needs_countersign=True)


class InstructionRule(models.Model):
    """The rule of one dossier kind. Without a row: no deadline and no countersignature."""

    kind = models.CharField(_("objet"), max_length=12, choices=DossierKind, unique=True)
    # Working days of the French calendar from the deposit to the decision; null for no deadline.
    working_days = models.PositiveSmallIntegerField(
        _("délai en jours ouvrés"), null=True, blank=True
    )
    basis = models.CharField(_("fondement du délai"), max_length=300, blank=True)
    needs_countersign = models.BooleanField(_("contreseing demandé"), default=False)

    objects = InstructionRuleQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("historique"))

    class Meta:
        verbose_name = _("règle d’instruction")
        verbose_name_plural = _("règles d’instruction")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(working_days__isnull=True) | models.Q(working_days__gt=0),
                name="instruction_rule_delay_is_positive",
                violation_error_message=_("Un délai compte au moins un jour."),
            )
        ]

    def __str__(self):
        return self.get_kind_display()
