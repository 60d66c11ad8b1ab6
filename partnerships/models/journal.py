"""The journal of a dossier: its events, only ever added to."""

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier


class AppendOnlyError(TypeError):
    """Someone tried to change or remove what is only ever added to."""


class DossierEventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnlyError

    def delete(self):
        raise AppendOnlyError

    def forget_never_deposited(self):
        """An exception: a draft thrown away thirty days ago leaves nothing, and its journal
        goes with it. Nothing that was ever deposited is reached from here.
        """
        thrown = Dossier.objects.filter(discarded_at__isnull=False, submission_count=0)
        return super(DossierEventQuerySet, self.filter(dossier__in=thrown)).delete()

    def forget_details(self):
        """The other: what the events of an erased dossier say besides, behind its digest."""
        erased = Dossier.objects.filter(erased_at__isnull=False)
        return super(DossierEventQuerySet, self.filter(dossier__in=erased)).update(detail="")


class DossierEvent(models.Model):
    """A step of a dossier, chained to the one before by its digest (workflow/journal.py)."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="events", verbose_name=_("dossier")
    )
    sequence = models.PositiveIntegerField(_("rang"))
    action = models.CharField(_("action"), max_length=20)
    # `User.journal_id`: the name behind it may be erased without breaking the chain.
    actor = models.UUIDField(_("auteur"))
    at = models.DateTimeField(_("le"))
    from_status = models.CharField(_("de"), max_length=17)
    to_status = models.CharField(_("à"), max_length=17)
    submission_digest = models.CharField(_("empreinte du dépôt"), max_length=64, blank=True)
    # Canonical JSON of what else the step decided (outcome, digest of the grounds, reason). The
    # chain holds its digest, so that it can be erased with the dossier: it is then empty.
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

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError

    @property
    def content(self) -> dict:
        return json.loads(self.detail or "{}")
