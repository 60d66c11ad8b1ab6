from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership

# Of a measure: twelve digits before the comma, four after.
MAX_DIGITS, DECIMAL_PLACES = 16, 4


class Indicator(models.Model):
    """What a partnership measures: where it started, what it aims at, what it has reached."""

    uuid = models.UUIDField(_("identifiant"), editable=False)
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="indicators", verbose_name=_("partenariat")
    )
    name = models.CharField(_("ce qui est mesuré"), max_length=200)
    unit = models.CharField(_("unité"), max_length=60, blank=True)
    baseline = models.DecimalField(
        _("valeur de départ"),
        max_digits=MAX_DIGITS,
        decimal_places=DECIMAL_PLACES,
        null=True,
        blank=True,
    )
    target = models.DecimalField(
        _("valeur visée"),
        max_digits=MAX_DIGITS,
        decimal_places=DECIMAL_PLACES,
        null=True,
        blank=True,
    )
    reached = models.DecimalField(
        _("valeur atteinte"),
        max_digits=MAX_DIGITS,
        decimal_places=DECIMAL_PLACES,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "uuid"], name="indicator_uuid_is_unique")
        ]

    def __str__(self):
        return self.name
