"""Local records of the journal anchors written to external storage (anchors/daily.py)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.append_only import AppendOnlyModel


class JournalAnchor(AppendOnlyModel):
    """A record of one anchor, used to detect that its external copy is missing."""

    number = models.PositiveIntegerField(_("numéro"), unique=True)
    at = models.DateTimeField(_("écrite le"))
    # SHA-256 of the whole anchor, signature included.
    digest = models.CharField(_("empreinte"), max_length=64)
    dossier_count = models.PositiveIntegerField(_("nombre de dossiers"))
    event_count = models.PositiveIntegerField(_("nombre d’événements"))

    class Meta:
        verbose_name = _("ancre du journal")
        verbose_name_plural = _("ancres du journal")
        ordering = ["-number"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.number}"
