"""The dated record of what was checked of the accessibility of the site, and the level it gives.

Levels are those of the law of 11 February 2005 (article 47) and of the RGAA: total where every
criterion is met, partial from half of them, none below or without an audit that is still valid.
A statement is made anew after three years.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

VALID_YEARS = 3
HALF, ALL = 50, 100


class AccessibilityCheckKind(models.TextChoices):
    AUDIT = "audit", _("audit de conformité au RGAA")
    TOOL = "tool", _("outil automatique")
    BY_HAND = "by_hand", _("vérification à la main")
    SCREEN_READER = "screen_reader", _("essai avec un lecteur d’écran")
    PEOPLE = "people", _("essai par des personnes handicapées")


class Conformity(models.TextChoices):
    TOTAL = "total", _("totalement conforme")
    PARTIAL = "partial", _("partiellement conforme")
    NONE = "none", _("non conforme")


class Audit(NamedTuple):
    """`rate`: part of the criteria of the RGAA that are met, in percent."""

    on: date
    rate: Decimal

    def is_valid(self, day: date) -> bool:
        # An audit of 29 February ends with the month.
        until = (self.on.year + VALID_YEARS, self.on.month, self.on.day)
        return (day.year, day.month, day.day) < until


def conformity(audit: Audit | None, day: date) -> Conformity:
    """Returns the level that `audit` gives on `day`."""
    if audit is None or not audit.is_valid(day) or audit.rate < HALF:
        return Conformity.NONE
    return Conformity.TOTAL if audit.rate == ALL else Conformity.PARTIAL


class AccessibilityCheckQuerySet(models.QuerySet):
    def last_audit(self) -> Audit | None:
        rows = self.filter(kind=AccessibilityCheckKind.AUDIT).order_by("-on", "-pk")
        row = rows.values_list("on", "rate").first()
        return Audit(*row) if row else None


class AccessibilityCheck(models.Model):
    """Something that was checked: what, how, by whom (a role, not a name), and what came out."""

    on = models.DateField(_("date"))
    kind = models.CharField(_("nature"), max_length=13, choices=AccessibilityCheckKind)
    scope = models.TextField(_("ce qui a été vérifié"), max_length=2000)
    method = models.TextField(_("comment"), max_length=2000)
    by_role = models.CharField(_("par qui"), max_length=200)
    result = models.TextField(_("ce qui en est sorti"), max_length=5000)
    rate = models.DecimalField(
        _("taux de conformité au RGAA, en %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    recorded_at = models.DateTimeField(_("consigné le"), auto_now=True)

    objects = AccessibilityCheckQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("historique"))

    class Meta:
        verbose_name = _("vérification de l’accessibilité")
        verbose_name_plural = _("vérifications de l’accessibilité")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=AccessibilityCheckKind.AUDIT, rate__isnull=False)
                | (~Q(kind=AccessibilityCheckKind.AUDIT) & Q(rate__isnull=True)),
                name="accessibility_check_audit_has_its_rate",
                violation_error_message=_(
                    "Un audit a un taux de conformité\u202f; une autre vérification n’en a pas."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__gte=0, rate__lte=ALL),
                name="accessibility_check_rate_is_a_percentage",
                violation_error_message=_("Un taux va de 0 à 100."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.on:%d/%m/%Y}"
