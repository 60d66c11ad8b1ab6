"""Result of the last comparison of the search indexes with their source rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexCheck(models.Model):
    """A comparison made by workflow/index_check.py. Only the last one is stored."""

    checked_at = models.DateTimeField(_("faite le"))
    # [{"what": …, "missing": count, "surplus": count, "examples": [text]}]; empty if none differ.
    faults = models.JSONField(_("écarts"), default=list, blank=True)

    class Meta:
        verbose_name = _("comparaison des index")
        verbose_name_plural = _("comparaisons des index")
        ordering = ["-checked_at", "-pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.checked_at:%d/%m/%Y}"
