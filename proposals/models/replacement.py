from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Replacement(models.Model):
    """The replacement of the texts from a file, in one go; `texts` are those it published."""

    file_name = models.CharField(_("nom du fichier"), max_length=200)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    reason = models.CharField(_("motif"), max_length=500)
    applied_at = models.DateTimeField(_("appliqué le"), default=timezone.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("appliqué par"),
    )
    undone_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("annulé par"),
    )
    undo_reason = models.CharField(_("motif de l’annulation"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("remplacement des propositions")
        verbose_name_plural = _("remplacements des propositions")
        ordering = ["-applied_at", "-pk"]

    def __str__(self):
        return self.file_name
