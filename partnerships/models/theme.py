from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models import Proposal


class Sector(models.Model):
    """An OECD DAC purpose code (IATI sector vocabulary 1)."""

    code = models.CharField(_("code CAD"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=200)

    class Meta:
        verbose_name = _("secteur")
        verbose_name_plural = _("secteurs")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} – {self.name}"


class Theme(models.Model):
    """A theme of the shared smart city, on two levels. The list is specific to the portal."""

    slug = models.SlugField(_("identifiant"), max_length=60, primary_key=True)
    name = models.CharField(_("nom"), max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("thème"),
    )
    sectors = models.ManyToManyField(Sector, blank=True, verbose_name=_("secteurs CAD"))
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    proposals = models.ManyToManyField(
        Proposal, related_name="themes", blank=True, verbose_name=_("propositions")
    )

    class Meta:
        verbose_name = _("thématique")
        verbose_name_plural = _("thématiques")
        ordering = ["position", "slug"]

    def __str__(self):
        return self.name


class Goal(models.Model):
    """A sustainable development goal of the United Nations (1 to 17)."""

    number = models.PositiveSmallIntegerField(_("numéro"), primary_key=True)
    title = models.CharField(_("titre"), max_length=200)
    proposals = models.ManyToManyField(
        Proposal, related_name="goals", blank=True, verbose_name=_("propositions")
    )

    class Meta:
        verbose_name = _("objectif de développement durable")
        verbose_name_plural = _("objectifs de développement durable")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}. {self.title}"
