from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from partnerships.models.version import PartnershipVersion


class SuspensionQuerySet(models.QuerySet):
    def standing(self):
        """Suspensions in effect today."""
        return self.filter(resumed_at__isnull=True)

    def for_list(self):
        return self.select_related(
            "partnership__lead_authority", "suspended_by", "resumed_by", "version"
        )


class Suspension(models.Model):
    """The suspension of a public page, with its reason and its end. Only changed to end it."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="suspensions", verbose_name=_("partenariat")
    )
    version = models.ForeignKey(
        PartnershipVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("version qui était publique"),
    )
    reason = models.TextField(_("motif"), max_length=1000)
    suspended_at = models.DateTimeField(_("suspendu le"))
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("suspendu par"),
    )
    resumed_at = models.DateTimeField(_("remis en ligne le"), null=True, blank=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("remis en ligne par"),
    )
    resumed_because = models.TextField(_("motif du retour"), max_length=1000, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["-suspended_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(resumed_at__isnull=True),
                name="suspension_stands_once",
                violation_error_message=_("Cette fiche est déjà suspendue."),
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True, resumed_because="")
                | Q(resumed_at__isnull=False) & ~Q(resumed_because=""),
                name="suspension_ends_with_a_reason",
                violation_error_message=_("Un retour en ligne a sa date et son motif."),
            ),
        ]

    def __str__(self):
        return str(self.partnership)
