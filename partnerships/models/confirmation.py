from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from partnerships.models.version import PartnershipVersion


class Confirmation(models.Model):
    """The lead authority confirms that a published version is still accurate.

    The public sees the authority and the date (`Partnership.confirmed_on`), but not the person.
    """

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="confirmations", verbose_name=_("partenariat")
    )
    version = models.ForeignKey(
        PartnershipVersion, models.PROTECT, related_name="+", verbose_name=_("version publiée")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmé par"),
    )
    at = models.DateTimeField(_("confirmé le"))

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.partnership} – {self.at:%Y-%m-%d}"
