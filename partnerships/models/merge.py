import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.duplicate import RecordKind


class MergeQuerySet(models.QuerySet):
    def standing(self):
        """Merges that were not undone."""
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """A merge of one record into another, with what is needed to undo it."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("nature"), max_length=11, choices=RecordKind)
    kept_id = models.BigIntegerField(_("fiche gardée"))
    gone_id = models.BigIntegerField(_("fiche fusionnée"))
    kept_name = models.CharField(_("nom de la fiche gardée"), max_length=200)
    gone_name = models.CharField(_("nom de la fiche fusionnée"), max_length=200)
    reason = models.CharField(_("motif"), max_length=180)
    # Canonical JSON of the state before and after; its shape depends on `kind`.
    record_text = models.TextField(_("ce qui a changé"))
    merged_at = models.DateTimeField(_("fusionné le"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("fusionné par"),
    )
    undone_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("annulé par"),
    )
    undone_because = models.CharField(_("motif de l’annulation"), max_length=180, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fusion")
        verbose_name_plural = _("fusions")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "gone_id"],
                condition=Q(undone_at__isnull=True),
                name="merge_takes_a_record_once",
                violation_error_message=_("Cette fiche a déjà été fusionnée."),
            ),
            models.CheckConstraint(
                condition=~Q(kept_id=F("gone_id")), name="merge_is_of_two_records"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_because="")
                | Q(undone_at__isnull=False) & ~Q(undone_because=""),
                name="merge_is_undone_with_a_reason",
                violation_error_message=_("Une annulation a sa date et son motif."),
            ),
        ]

    def __str__(self):
        return f"{self.gone_name} → {self.kept_name}"

    def get_absolute_url(self):
        return reverse("partnerships:merge_detail", args=[self.uuid])

    @property
    def record(self) -> dict:
        return json.loads(self.record_text)
