"""The secret link by which the calendar of an officer reads their due dates."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """One per person. Only the digest of the link is stored: "" once it is revoked."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feed",
        verbose_name=_("personne"),
    )
    token_digest = models.CharField(_("empreinte du lien"), max_length=64, blank=True)
    # Grows with each link made or revoked: a page displayed before that changes nothing.
    version = models.PositiveIntegerField(_("version"), default=0)
    changed_at = models.DateTimeField(_("changé le"), default=timezone.now)

    class Meta:
        verbose_name = _("agenda des échéances")
        verbose_name_plural = _("agendas des échéances")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_digest"],
                condition=~Q(token_digest=""),
                name="calendar_feed_link_is_of_one_person",
            )
        ]

    def __str__(self):
        return f"{self.user} – {self.changed_at:%Y-%m-%d}"
