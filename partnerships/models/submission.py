from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier
from partnerships.models.frozen_text import frozen_content


class Submission(models.Model):
    """The validated and frozen document of one deposit, which officers read."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="submissions", verbose_name=_("dossier")
    )
    number = models.PositiveIntegerField(_("numéro"))
    # Canonical JSON (document/canonical.py).
    document_text = models.TextField(_("document"))
    digest = models.CharField(_("empreinte"), max_length=64)
    submitted_at = models.DateTimeField(_("déposé le"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("déposé par")
    )

    class Meta:
        verbose_name = _("dépôt")
        verbose_name_plural = _("dépôts")
        ordering = ["-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "number"], name="submission_number_is_unique"
            )
        ]

    def __str__(self):
        return f"{self.dossier.reference} – {self.number}"

    @property
    def document(self) -> dict:
        return frozen_content(self.document_text)
