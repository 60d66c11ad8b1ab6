"""Signs of life of the processes that work in the background."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BackgroundProcess(models.TextChoices):
    WORKER = "worker", _("travaux en arrière-plan")
    MAIL = "mail", _("envoi des courriels")
    SCAN = "scan", _("analyse des fichiers")


class HeartbeatQuerySet(models.QuerySet):
    def beat(self, process: BackgroundProcess, *, within: timedelta) -> None:
        """Says that `process` is alive, and that it will say so again `within` this time."""
        now = timezone.now()
        self.update_or_create(
            process=process, defaults={"beaten_at": now, "expected_by": now + within}
        )

    def is_late(self, process: BackgroundProcess) -> bool:
        return self.late().filter(process=process).exists()

    def late(self):
        """Returns the processes that did not say in time that they are alive."""
        return self.filter(expected_by__lt=timezone.now())


class Heartbeat(models.Model):
    """When a process last said that it works, and by when it was to say so again."""

    process = models.CharField(
        _("processus"), max_length=6, choices=BackgroundProcess, primary_key=True
    )
    beaten_at = models.DateTimeField(_("signe de vie"))
    expected_by = models.DateTimeField(_("attendu avant"))

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("signe de vie")
        verbose_name_plural = _("signes de vie")
        ordering = ["process"]

    def __str__(self):
        return self.get_process_display()

    @property
    def is_late(self) -> bool:
        return self.expected_by < timezone.now()
