from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier


class OfficerNote(models.Model):
    """An officer's private note about a dossier.

    Nobody else reads it; it is neither exported nor searched.
    """

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="officer_notes", verbose_name=_("dossier")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("auteur")
    )
    body = models.TextField(_("note"), max_length=20_000, blank=True)
    updated_at = models.DateTimeField(_("écrite le"), default=timezone.now)

    class Meta:
        verbose_name = _("note personnelle d’instruction")
        verbose_name_plural = _("notes personnelles d’instruction")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "author"], name="officer_note_is_one_per_officer"
            )
        ]

    def __str__(self):
        return f"{self.dossier} – {self.author}"
