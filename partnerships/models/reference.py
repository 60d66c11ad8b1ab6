from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceLoad(models.Model):
    """Which data a list was last loaded from, so that the same is not loaded twice."""

    name = models.CharField(_("liste"), max_length=40, primary_key=True)
    digest = models.CharField(_("empreinte des données"), max_length=64)
    loaded_at = models.DateTimeField(_("chargée le"), auto_now=True)

    class Meta:
        verbose_name = _("chargement de référence")
        verbose_name_plural = _("chargements de référence")

    def __str__(self):
        return self.name
