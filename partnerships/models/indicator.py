from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership


def measure(label):
    """Returns a nullable decimal field with twelve integer digits and four decimals."""
    return models.DecimalField(label, max_digits=16, decimal_places=4, null=True, blank=True)


class Indicator(models.Model):
    """Something a partnership measures: baseline, target and value reached."""

    uuid = models.UUIDField(_("identifiant"), editable=False)
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="indicators", verbose_name=_("partenariat")
    )
    name = models.CharField(_("ce qui est mesuré"), max_length=200)
    unit = models.CharField(_("unité"), max_length=60, blank=True)
    baseline = measure(_("valeur de départ"))
    target = measure(_("valeur visée"))
    reached = measure(_("valeur atteinte"))

    class Meta:
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "uuid"], name="indicator_uuid_is_unique")
        ]

    def __str__(self):
        return self.name
