from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.models.proposal import Proposal
from proposals.models.proposal_text import ProposalText


class ProposalDraft(models.Model):
    """The next text of a proposition, saved as typed: it is checked when it is published.

    `typed`: name of `CONTENT` → text as typed, and « conflict.<name> » → the other texts that were
    written there meanwhile. `edits`: the same names → [key of the last author, instant].
    `revision` grows at each save. Written by `proposals.drafting` alone.
    """

    proposal = models.OneToOneField(
        Proposal, models.CASCADE, related_name="draft", verbose_name=_("proposition")
    )
    typed = models.JSONField(_("saisie"), default=dict)
    edits = models.JSONField(_("dernières saisies"), default=dict)
    revision = models.PositiveIntegerField(_("révision"), default=0)
    # The text in force when it was begun.
    based_on = models.ForeignKey(
        ProposalText,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("écrit à partir de"),
    )
    # The earlier text that it takes up again.
    restores = models.ForeignKey(
        ProposalText,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reprend le texte"),
    )
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("écrit par"),
    )

    class Meta:
        verbose_name = _("brouillon de proposition")
        verbose_name_plural = _("brouillons de propositions")

    def __str__(self):
        return self.typed.get("title", "")

    @property
    def version(self) -> str:
        """What a page that read this draft sends back, so that it overwrites no other one."""
        return f"{self.pk}.{self.revision}"
