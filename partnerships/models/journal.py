"""The append-only journal of a dossier."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.append_only import (
    AppendOnlyModel,
    AppendOnlyQuerySet,
    journal_exception,
)
from partnerships.models.dossier import Dossier
from partnerships.models.frozen_text import frozen_content


class DossierEventQuerySet(AppendOnlyQuerySet):
    def forget_never_deposited(self):
        """Deletes events of discarded dossiers that were never deposited.

        First exception to the append-only rule: a dossier deleted from the bin leaves nothing.
        """
        discarded = Dossier.objects.filter(discarded_at__isnull=False, submission_count=0)
        with journal_exception("DELETE"):
            return super(AppendOnlyQuerySet, self.filter(dossier__in=discarded)).delete()

    def forget_details(self):
        """Clears the details of the events of erased dossiers, keeping their digests.

        Second exception to the append-only rule.
        """
        erased = Dossier.objects.filter(erased_at__isnull=False)
        with journal_exception("UPDATE"):
            return super(AppendOnlyQuerySet, self.filter(dossier__in=erased)).update(detail="")


class DossierEvent(AppendOnlyModel):
    """An event of a dossier, chained by digest to the previous one (workflow/journal.py)."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="events", verbose_name=_("dossier")
    )
    sequence = models.PositiveIntegerField(_("rang"))
    action = models.CharField(_("action"), max_length=20)
    # `User.journal_id`: the account may be erased without breaking the chain.
    actor = models.UUIDField(_("auteur"))
    at = models.DateTimeField(_("le"))
    from_status = models.CharField(_("de"), max_length=17)
    to_status = models.CharField(_("à"), max_length=17)
    submission_digest = models.CharField(_("empreinte du dépôt"), max_length=64, blank=True)
    # Canonical JSON of the details of the event (outcome, digest of the grounds, reason). The chain
    # covers only its digest, so that it can be cleared when the dossier is erased.
    detail = models.TextField(_("détail"), default="{}")
    detail_digest = models.CharField(_("empreinte du détail"), max_length=64, default="")
    previous_digest = models.CharField(_("empreinte précédente"), max_length=64, blank=True)
    digest = models.CharField(_("empreinte"), max_length=64)

    objects = DossierEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ["dossier", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "sequence"], name="dossier_event_sequence_is_unique"
            )
        ]

    def __str__(self):
        return f"{self.sequence} – {self.action}"

    @property
    def content(self) -> dict:
        return frozen_content(self.detail or "{}")
