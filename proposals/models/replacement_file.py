import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.models.replacement import Replacement


class ReplacementFile(models.Model):
    """A file without faults, as it was read; `replacement` once it is applied.

    `texts`: number → content, with the day of the source in ISO 8601.
    """

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(_("nom du fichier"), max_length=200)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    texts = models.JSONField(_("textes"))
    received_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("envoyé par"),
    )
    replacement = models.OneToOneField(
        Replacement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="file",
        verbose_name=_("remplacement"),
    )

    class Meta:
        verbose_name = _("fichier de remplacement")
        verbose_name_plural = _("fichiers de remplacement")
        ordering = ["-received_at", "-pk"]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("proposals:workshop_replacement_file", args=[self.uuid])

    @property
    def contents(self) -> dict[int, dict]:
        """Number → content, as `ProposalText.content`."""
        return {
            int(number): {
                **content,
                "source_on": content["source_on"] and date.fromisoformat(content["source_on"]),
            }
            for number, content in self.texts.items()
        }

    @contents.setter
    def contents(self, contents: dict[int, dict]):
        self.texts = {
            str(number): {
                **content,
                "source_on": content["source_on"] and content["source_on"].isoformat(),
            }
            for number, content in contents.items()
        }
