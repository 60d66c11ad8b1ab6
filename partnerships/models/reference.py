from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceLoad(models.Model):
    """Digest of the data a reference list was last loaded from, to skip unchanged data."""

    name = models.CharField(_("liste"), max_length=40, primary_key=True)
    digest = models.CharField(_("empreinte des données"), max_length=64)
    loaded_at = models.DateTimeField(_("chargée le"), auto_now=True)

    class Meta:
        verbose_name = _("chargement de référence")
        verbose_name_plural = _("chargements de référence")

    def __str__(self):
        return self.name
