"""The walk through the private store: how far it is, and what it found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoreFaultKind(models.TextChoices):
    LOST = "lost", _("contenu perdu")
    ALTERED = "altered", _("contenu modifié")
    ROW = "row", _("fichier dont l’empreinte n’est pas celle d’origine")


class StoreCheck(models.Model):
    """The state of the walk (files/verification.py); there is one row at most."""

    checked_at = models.DateTimeField(_("dernière vérification"))
    # Key of the last content that was read in the current round; 0 at its beginning.
    place = models.BigIntegerField(_("dernier contenu lu"), default=0)
    # When the last whole round ended; None before the first.
    ended_at = models.DateTimeField(_("dernier tour achevé le"), null=True, blank=True)
    # [{"kind": StoreFaultKind, "content": key or None, "sha256": …, "about": text}], of each
    # content as it was last read.
    faults = models.JSONField(_("défauts"), default=list, blank=True)

    class Meta:
        verbose_name = _("vérification des fichiers")
        verbose_name_plural = _("vérifications des fichiers")
        ordering = ["-checked_at", "-pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.checked_at:%d/%m/%Y}"
