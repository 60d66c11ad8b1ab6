from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.decision import Outcome


class PhraseQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Phrase(models.Model):
    """A ready-made sentence for the grounds of decisions. Its text is copied, not linked."""

    # Values of Outcome.
    outcomes = models.JSONField(_("décisions"), default=list)
    title = models.CharField(_("intitulé"), max_length=100)
    text = models.TextField(_("texte"), max_length=2_000)
    is_active = models.BooleanField(_("proposée aux instructeurs"), default=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phrase de motifs")
        verbose_name_plural = _("phrases de motifs")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    @property
    def outcome_labels(self) -> list[str]:
        return [str(Outcome(outcome).label) for outcome in self.outcomes]
