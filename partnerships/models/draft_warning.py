from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier


class DraftWarning(models.Model):
    """A warning sent to the authors of an untouched draft, before it goes to the bin.

    Any later change to the draft makes the warning void.
    """

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="warnings", verbose_name=_("dossier")
    )
    untouched_since = models.DateTimeField(_("intact depuis"))
    warned_on = models.DateField(_("averti le"))

    class Meta:
        verbose_name = _("avertissement")
        verbose_name_plural = _("avertissements")
        ordering = ["warned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "untouched_since", "warned_on"],
                name="draft_warning_is_one_a_day",
            )
        ]

    def __str__(self):
        return f"{self.dossier.reference} – {self.warned_on}"
