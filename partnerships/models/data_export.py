"""Exports of a person's data (« Mes données »), requested by them and made in the background."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cncd_portal.storage.checked import open_checked
from partnerships.models.has_value import has_value

LIFETIME = timedelta(days=7)
# An export that has not advanced for this long has lost its worker, or never had one.
STALLED_AFTER = timedelta(minutes=15)


class DataExportState(models.TextChoices):
    WAITING = "waiting", _("en attente")
    RUNNING = "running", _("en préparation")
    READY = "ready", _("prête")
    FAILED = "failed", _("interrompue")


UNDER_WAY = (DataExportState.WAITING, DataExportState.RUNNING)


class DataExportQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user.pk)

    def under_way(self):
        return self.filter(state__in=UNDER_WAY)

    def stopped(self):
        """Exports under way that stopped advancing."""
        return self.under_way().filter(advanced_at__lt=timezone.now() - STALLED_AFTER)

    def ready(self):
        return self.filter(state=DataExportState.READY, expires_at__gt=timezone.now())


class DataExport(models.Model):
    """One archive. Its file stays in the private store, named by its uuid, until it expires."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("personne")
    )
    requested_at = models.DateTimeField(_("demandée le"), default=timezone.now)
    state = models.CharField(
        _("état"), max_length=7, choices=DataExportState, default=DataExportState.WAITING
    )
    # Number of parts written so far, and in total.
    done = models.PositiveIntegerField(_("parties faites"), default=0)
    total = models.PositiveIntegerField(_("parties en tout"), default=0)
    advanced_at = models.DateTimeField(_("dernière avancée"), default=timezone.now)
    size = models.PositiveBigIntegerField(_("taille (octets)"), default=0)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True)
    expires_at = models.DateTimeField(_("effacée le"), null=True, blank=True)

    objects = DataExportQuerySet.as_manager()

    is_running = has_value("state", DataExportState.RUNNING)
    was_prepared = has_value("state", DataExportState.READY)  # it may have expired since

    class Meta:
        verbose_name = _("archive de données personnelles")
        verbose_name_plural = _("archives de données personnelles")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=[DataExportState.WAITING, DataExportState.RUNNING]),
                name="data_export_under_way_is_one_per_person",
                violation_error_message=_("Une archive est déjà en préparation."),
            ),
            models.CheckConstraint(
                condition=Q(state=DataExportState.READY, expires_at__isnull=False)
                | Q(~Q(state=DataExportState.READY), expires_at__isnull=True),
                name="data_export_ready_has_its_end",
                violation_error_message=_("Une archive prête a une date d’effacement."),
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.requested_at:%Y-%m-%d}"

    @property
    def path(self) -> str:
        """Name of the archive in the private store."""
        return f"exports/{self.uuid}.zip"

    def open(self):
        """Opens its file, checked. Raises BrokenContent."""
        return open_checked(self.path, self.sha256)

    @property
    def is_stopped(self):
        return self.state in UNDER_WAY and self.advanced_at < timezone.now() - STALLED_AFTER

    @property
    def is_under_way(self):
        return self.state in UNDER_WAY and not self.is_stopped

    @property
    def is_ready(self):
        return self.state == DataExportState.READY and self.expires_at > timezone.now()
