"""Probable duplicates: pairs of records that may be the same, and how officers settled them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.has_value import has_value


class RecordKind(models.TextChoices):
    """Kinds of records that may have duplicates."""

    PARTNER = "partner", _("partenaires étrangers")
    PARTNERSHIP = "partnership", _("partenariats")
    AUTHORITY = "authority", _("collectivités")


class DuplicateState(models.TextChoices):
    OPEN = "open", _("à examiner")
    DISMISSED = "dismissed", _("écarté")
    MERGED = "merged", _("fusionné")


class DuplicatePair(models.Model):
    """Two records of one kind that may be the same, with the reasons for it.

    A dismissed pair reopens if a new reason is found.
    """

    kind = models.CharField(_("nature"), max_length=11, choices=RecordKind)
    first_id = models.BigIntegerField(_("une fiche"))
    second_id = models.BigIntegerField(_("l’autre fiche"))
    score = models.PositiveSmallIntegerField(_("score"))
    # Codes of `publication.duplicates.reasons`, heaviest first.
    reasons = models.JSONField(_("raisons"), default=list)
    country = models.CharField(_("pays"), max_length=2, blank=True)
    state = models.CharField(
        _("état"), max_length=9, choices=DuplicateState, default=DuplicateState.OPEN
    )
    found_at = models.DateTimeField(_("trouvé le"))
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("réglé par"),
    )
    # Why they are not the same, and the reasons known when the pair was dismissed.
    dismissed_because = models.TextField(_("pourquoi écarté"), max_length=1000, blank=True)
    dismissed_reasons = models.JSONField(_("raisons écartées"), default=list, blank=True)

    is_open = has_value("state", DuplicateState.OPEN)
    is_dismissed = has_value("state", DuplicateState.DISMISSED)

    class Meta:
        verbose_name = _("doublon probable")
        verbose_name_plural = _("doublons probables")
        ordering = ["-score", "-pk"]
        indexes = [models.Index(fields=["state", "-score", "-id"], name="duplicate_pair_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_id", "second_id"], name="duplicate_pair_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")), name="duplicate_pair_is_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(state=DuplicateState.DISMISSED)
                | Q(settled_at__isnull=False) & ~Q(dismissed_because=""),
                name="duplicate_pair_is_dismissed_with_a_reason",
                violation_error_message=_("Dites pourquoi ce n’est pas un doublon."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.first_id}, {self.second_id}"

    @property
    def ids(self) -> tuple[int, int]:
        return self.first_id, self.second_id


class ComparedRecord(models.Model):
    """Digest of the compared facts of a record. Unchanged records are not compared again."""

    kind = models.CharField(_("nature"), max_length=11, choices=RecordKind)
    record_id = models.BigIntegerField(_("fiche"))
    digest = models.CharField(_("empreinte"), max_length=64)

    class Meta:
        verbose_name = _("fiche comparée")
        verbose_name_plural = _("fiches comparées")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_id"], name="compared_record_stands_once"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.record_id}"
