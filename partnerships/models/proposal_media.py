"""The picture of a proposition, and the documents that its progress rests on."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.content import Picture
from partnerships.models.media import StoredFile
from proposals.models import Evidence, Proposal


class ProposalIllustration(Picture, StoredFile):
    """The picture of a proposition, as a curator chose it."""

    proposal = models.OneToOneField(
        Proposal, models.CASCADE, related_name="illustration", verbose_name=_("proposition")
    )
    alternative = models.CharField(_("texte de remplacement"), max_length=300)
    credit = models.CharField(_("crédit"), max_length=200)
    renditions = models.JSONField(_("tailles"), default=list)
    chosen_at = models.DateTimeField(_("choisie le"), default=timezone.now)

    class Meta:
        verbose_name = _("illustration de proposition")
        verbose_name_plural = _("illustrations de propositions")
        ordering = ["proposal"]


class EvidenceDocument(StoredFile):
    """The file of an evidence that is a document."""

    evidence = models.OneToOneField(
        Evidence, models.CASCADE, related_name="document", verbose_name=_("preuve")
    )

    class Meta:
        verbose_name = _("document de preuve")
        verbose_name_plural = _("documents de preuve")
        ordering = ["evidence"]
