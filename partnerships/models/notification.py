"""Notifications, each person's preferences, and the dossiers they muted."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier


class Frequency(models.TextChoices):
    """When the mail of an event is sent."""

    AT_ONCE = "at_once", _("tout de suite")
    DAILY = "daily", _("une fois par jour")
    WEEKLY = "weekly", _("une fois par semaine")
    NEVER = "never", _("jamais")


GATHERED = (Frequency.DAILY, Frequency.WEEKLY)


class NotificationQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)

    def awaiting_digest(self, frequency: Frequency, before):
        """Notifications created before `before` and not mailed yet, for a digest."""
        return self.filter(frequency=frequency, mailed_at__isnull=True, created_at__lt=before)


class Notification(models.Model):
    """A notification to one person for one cause; mailed according to `frequency`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notifications",
        verbose_name=_("personne"),
    )
    cause = models.CharField(_("cause"), max_length=120)
    # A name of `notifications/events.py`.
    event = models.CharField(_("événement"), max_length=40)
    subject = models.CharField(_("objet"), max_length=250)
    # URL of a page of the portal, without the host.
    link = models.CharField(_("page"), max_length=300)
    dossier = models.ForeignKey(
        Dossier,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("dossier"),
    )
    frequency = models.CharField(_("courriel"), max_length=7, choices=Frequency)
    created_at = models.DateTimeField(_("reçue le"), default=timezone.now)
    read_at = models.DateTimeField(_("lue le"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("écrite par courriel le"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["frequency", "created_at"],
                condition=Q(mailed_at=None, frequency__in=["daily", "weekly"]),
                name="notification_to_gather",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "user"], name="notification_is_one_per_cause_and_person"
            )
        ]

    def __str__(self):
        return f"{self.subject} → {self.user}"


class NotificationPreference(models.Model):
    """The mail frequency a person chose for an event, if not the default."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notification_preferences",
        verbose_name=_("personne"),
    )
    event = models.CharField(_("événement"), max_length=40)
    frequency = models.CharField(_("courriel"), max_length=7, choices=Frequency)

    class Meta:
        verbose_name = _("préférence de notification")
        verbose_name_plural = _("préférences de notification")
        ordering = ["user", "event"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "event"], name="notification_preference_is_one_per_event"
            )
        ]

    def __str__(self):
        return f"{self.event}: {self.frequency}"


class DossierMute(models.Model):
    """A person has muted a dossier."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="dossier_mutes",
        verbose_name=_("personne"),
    )
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="mutes", verbose_name=_("dossier")
    )

    class Meta:
        verbose_name = _("dossier en sourdine")
        verbose_name_plural = _("dossiers en sourdine")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "dossier"], name="dossier_mute_is_one_per_person"
            )
        ]

    def __str__(self):
        return f"{self.dossier.reference} – {self.user}"


def is_muted_by(user) -> Exists:
    """Returns the condition that `user` has muted the dossier of the outer query."""
    return Exists(DossierMute.objects.filter(user=user.pk, dossier=OuterRef("pk")))
