import json

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier


class EarlierValue(models.Model):
    """What a field of a dossier held before, or an item removed from one of its lists.

    A field has one row per value, with its `digest`; an item has one row, without a digest, whose
    value is {"rank": place in the list, "fields": path → value}. Shown only to those who write the
    dossier. Written by `document.earlier` alone.
    """

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="earlier_values", verbose_name=_("dossier")
    )
    path = models.CharField(_("champ"), max_length=120)
    digest = models.CharField(_("empreinte"), max_length=16, blank=True)
    # ASCII-escaped JSON, as the content of the dossier.
    value_text = models.TextField(_("valeur"))
    # Who wrote the value, or removed the item; None for what the dossier began with.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("par"),
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("valeur antérieure d’un champ")
        verbose_name_plural = _("valeurs antérieures des champs")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "path", "digest"], name="earlier_value_is_stored_once"
            )
        ]

    def __str__(self):
        return f"{self.path} – {self.at}"

    @property
    def value(self):
        return json.loads(self.value_text)
