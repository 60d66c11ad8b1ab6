"""Facets and counts of the registry, written by `publication` and read by `registry`.

The words of the full-text search are in the table `partnerships_search`, created by migration
0001 in a way specific to each database.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership


class Facet(models.TextChoices):
    ALL = "all", _("tous les partenariats")
    AUTHORITY_KIND = "nature", _("nature de la collectivité")
    REGION = "region", _("région")
    DEPARTEMENT = "departement", _("département")
    COUNTRY = "pays", _("pays et territoires")
    CONTINENT = "continent", _("continent")
    THEME = "theme", _("thématique")
    GOAL = "odd", _("objectif de développement durable")
    PROPOSAL = "proposition", _("proposition")
    KIND = "type", _("type de partenariat")
    PHASE = "phase", _("phase")
    YEAR = "annee", _("année")
    PROVENANCE = "provenance", _("provenance")
    AUTHORITY = "collectivite", _("collectivité")
    PARTNER = "partenaire", _("partenaire")
    # Counts only: number of values in use of another facet.
    DISTINCT = "valeurs", _("nombre de valeurs")
    # Counts only: partnerships starting, and ending, in a year (four digits).
    FIRST_YEAR = "debut", _("année du début")
    LAST_YEAR = "fin", _("année de la fin")


class PartnershipFacet(models.Model):
    """A facet value of a public partnership."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="facets", verbose_name=_("partenariat")
    )
    facet = models.CharField(_("facette"), max_length=12, choices=Facet)
    value = models.CharField(_("valeur"), max_length=60)

    class Meta:
        verbose_name = _("facette de partenariat")
        verbose_name_plural = _("facettes de partenariat")
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "value", "partnership"], name="partnership_facet_stands_once"
            )
        ]

    def __str__(self):
        return f"{self.get_facet_display()} : {self.value}"


class PartnershipPeriod(models.Model):
    """The years when a public partnership is active. No row if its start is unknown."""

    partnership = models.OneToOneField(
        Partnership,
        models.CASCADE,
        primary_key=True,
        related_name="period",
        verbose_name=_("partenariat"),
    )
    first_year = models.PositiveSmallIntegerField(_("première année"))
    # Null if it has no end.
    last_year = models.PositiveSmallIntegerField(_("dernière année"), null=True)

    class Meta:
        verbose_name = _("période d’un partenariat")
        verbose_name_plural = _("périodes des partenariats")
        indexes = [
            models.Index(fields=["first_year", "last_year"], name="partnership_by_period"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__isnull=True)
                | models.Q(last_year__gte=models.F("first_year")),
                name="partnership_period_ends_after_its_start",
            )
        ]

    def __str__(self):
        return f"{self.first_year}–{self.last_year or ''}"


class FacetCount(models.Model):
    """Number of public partnerships of a facet value, updated at each publication."""

    facet = models.CharField(_("facette"), max_length=12, choices=Facet)
    value = models.CharField(_("valeur"), max_length=60)
    count = models.PositiveIntegerField(_("nombre"), default=0)

    class Meta:
        verbose_name = _("nombre de partenariats")
        verbose_name_plural = _("nombres de partenariats")
        constraints = [
            models.UniqueConstraint(fields=["facet", "value"], name="facet_count_stands_once")
        ]

    def __str__(self):
        return f"{self.get_facet_display()} : {self.value} ({self.count})"
