from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Answered(models.Model):
    """Abstract base of the requests: when and by whom they were answered."""

    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("répondu par"),
    )

    class Meta:
        abstract = True
