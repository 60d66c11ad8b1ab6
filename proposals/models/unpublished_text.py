from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.models.proposal import Proposal
from proposals.models.replacement import Replacement


class UnpublishedText(models.Model):
    """What remains of a text that was never in force: a draft that was given up or, with
    `planned_for`, a scheduled text that was cancelled.
    """

    proposal = models.ForeignKey(
        Proposal,
        models.CASCADE,
        related_name="unpublished_texts",
        verbose_name=_("proposition"),
    )
    title = models.CharField(_("titre"), max_length=250, blank=True)
    planned_for = models.DateTimeField(_("programmé pour le"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("écrit par"),
    )
    replacement = models.ForeignKey(
        Replacement,
        models.PROTECT,
        null=True,
        related_name="unpublished_texts",
        verbose_name=_("remplacement des vingt"),
    )
    removed_at = models.DateTimeField(_("retiré le"), default=timezone.now)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("retiré par"),
    )
    reason = models.CharField(_("motif"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("texte jamais publié")
        verbose_name_plural = _("textes jamais publiés")
        ordering = ["-removed_at", "-pk"]

    def __str__(self):
        return self.title
