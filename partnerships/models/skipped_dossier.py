"""Dossiers that an officer skipped when they were proposed as the next one."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier
from partnerships.models.journal import DossierEvent
from partnerships.models.message import Message


class SkippedDossierQuerySet(models.QuerySet):
    def standing(self):
        """Skips still in effect: no event and no message by someone else since."""
        events = DossierEvent.objects.filter(
            dossier=OuterRef("dossier"), sequence__gt=OuterRef("sequence")
        )
        messages = Message.objects.filter(
            ~Q(author=OuterRef("officer")), dossier=OuterRef("dossier"), at__gt=OuterRef("at")
        )
        return self.filter(~Exists(events), ~Exists(messages))


class SkippedDossier(models.Model):
    """`dossier` is not proposed again to `officer` until it changes (« Passer »)."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("instructeur")
    )
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="skips", verbose_name=_("dossier")
    )
    sequence = models.PositiveIntegerField(_("dernier événement vu"))
    at = models.DateTimeField(_("passé le"), default=timezone.now)

    objects = SkippedDossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier passé")
        verbose_name_plural = _("dossiers passés")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "dossier"], name="skipped_dossier_is_one_per_officer"
            )
        ]

    def __str__(self):
        return f"{self.officer} – {self.dossier}"
