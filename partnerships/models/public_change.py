import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Small enough for the sum of a million of them to be an integer of both engines.
LARGEST_MARK = 2**40


def random_mark() -> int:
    return secrets.randbelow(LARGEST_MARK)


class PublicChange(models.Model):
    """A transaction that changed what public pages show; it inserts the row itself.

    The sum of the marks is the version of these pages. Unlike a counter, it needs no lock, and
    transactions may be committed in any order. Marks are random so that two sums differ.
    """

    mark = models.BigIntegerField(_("marque"), default=random_mark)
    at = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("changement public")
        verbose_name_plural = _("changements publics")
        ordering = ["pk"]

    def __str__(self):
        return str(self.at)
