from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from partnerships.models.frozen_text import frozen_content
from partnerships.models.partnership import Partnership


class PartnershipVersion(models.Model):
    """One published state of a partnership. Immutable."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="versions", verbose_name=_("partenariat")
    )
    number = models.PositiveIntegerField(_("numéro"))
    # Canonical JSON of the public projection (document/projection.py).
    projection = models.TextField(_("contenu publié"))
    digest = models.CharField(_("empreinte"), max_length=64)
    reason = models.CharField(_("motif"), max_length=300)
    submission = models.ForeignKey(
        "Submission",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dépôt"),
    )
    created_at = models.DateTimeField(_("publié le"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("publié par"),
    )

    class Meta:
        verbose_name = _("version publiée")
        verbose_name_plural = _("versions publiées")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "number"], name="partnership_version_number_is_unique"
            )
        ]

    def __str__(self):
        return f"{self.partnership} – {self.number}"

    @cached_property
    def deposit(self):
        """The deposit it came from, or the last earlier one if officers made this version."""
        if self.submission_id:
            return self.submission
        earlier = self.partnership.versions.filter(number__lt=self.number, submission__isnull=False)
        last = earlier.select_related("submission").first()
        return last and last.submission

    @property
    def content(self) -> dict:
        """The public projection, as built by `document.projection.public_projection`."""
        return frozen_content(self.projection)
