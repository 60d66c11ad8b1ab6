from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier


class DossierEdit(models.Model):
    """Last author of a field or list of a dossier. Shown only to those who write it.

    The path of a whole step says who read what the portal had filled in there (CONTACT).
    """

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="edits", verbose_name=_("dossier")
    )
    path = models.CharField(_("champ"), max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("écrit par")
    )
    at = models.DateTimeField(_("écrit le"))

    class Meta:
        verbose_name = _("dernière écriture d’un champ")
        verbose_name_plural = _("dernières écritures des champs")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "path"], name="dossier_edit_is_the_last_of_its_field"
            )
        ]

    def __str__(self):
        return f"{self.path} – {self.by}"
