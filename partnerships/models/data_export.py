"""Files that a person asks for and that the worker makes: the archive of their own data (« Mes
données »), the spreadsheet of a long queue, the papers of several dossiers.
"""

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


class DataExportKind(models.TextChoices):
    OWN_DATA = "own_data", _("données personnelles")
    QUEUE = "queue", _("tableur de la file")
    PACK = "pack", _("dossiers à imprimer")


class DataExportState(models.TextChoices):
    WAITING = "waiting", _("en attente")
    RUNNING = "running", _("en préparation")
    READY = "ready", _("prête")
    FAILED = "failed", _("interrompue")


UNDER_WAY = (DataExportState.WAITING, DataExportState.RUNNING)


class DataExportQuerySet(models.QuerySet):
    def of(self, user, kind: DataExportKind):
        return self.filter(user=user.pk, kind=kind)

    def under_way(self):
        return self.filter(state__in=UNDER_WAY)

    def stopped(self):
        """Exports under way that stopped advancing."""
        return self.under_way().filter(advanced_at__lt=timezone.now() - STALLED_AFTER)

    def ready(self):
        return self.filter(state=DataExportState.READY, expires_at__gt=timezone.now())


class DataExport(models.Model):
    """One file, in the private store until it expires, for the person who asked for it alone."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("personne")
    )
    kind = models.CharField(
        _("objet"), max_length=8, choices=DataExportKind, default=DataExportKind.OWN_DATA
    )
    extension = models.CharField(_("format"), max_length=4, default="zip")
    # As a query string: the filters, order and columns of the queue, or the dossiers of a pack.
    query = models.TextField(_("demande"), blank=True)
    # Begun again by another worker, it is another attempt: the one before stops, and has its file.
    attempt = models.PositiveSmallIntegerField(_("reprises"), default=0)
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
        verbose_name = _("fichier préparé")
        verbose_name_plural = _("fichiers préparés")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state__in=[DataExportState.WAITING, DataExportState.RUNNING]),
                name="data_export_under_way_is_one_per_person",
                violation_error_message=_("Un fichier est déjà en préparation."),
            ),
            models.CheckConstraint(
                condition=Q(state=DataExportState.READY, expires_at__isnull=False)
                | Q(~Q(state=DataExportState.READY), expires_at__isnull=True),
                name="data_export_ready_has_its_end",
                violation_error_message=_("Un fichier prêt a une date d’effacement."),
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.requested_at:%Y-%m-%d}"

    @property
    def path(self) -> str:
        """Name of the file in the private store."""
        again = f"-{self.attempt}" if self.attempt else ""
        return f"exports/{self.uuid}{again}.{self.extension}"

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
