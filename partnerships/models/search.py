"""Facets and counts of the registry, written by `publication` and read by `registry`.

The words of the full-text search are in the table `partnerships_search`, created by migration
0001 in a way specific to each database.
"""

from bisect import bisect

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership

# The value of a facet that a partnership says nothing about.
NOT_STATED = "non-renseigne"
YES, NO = "oui", "non"


class Facet(models.TextChoices):
    ALL = "all", _("tous les partenariats")
    AUTHORITY_KIND = "nature", _("nature de la collectivité")
    SIZE = "taille", _("population de la collectivité")
    REGION = "region", _("région")
    DEPARTEMENT = "departement", _("département")
    COUNTRY = "pays", _("pays et territoires")
    CONTINENT = "continent", _("continent")
    THEME = "theme", _("thématique")
    GOAL = "odd", _("objectif de développement durable")
    PROPOSAL = "proposition", _("proposition")
    KIND = "type", _("type de partenariat")
    PHASE = "phase", _("phase")
    # A choice of years, made of FIRST_YEAR and LAST_YEAR: it has no rows and no counts.
    YEAR = "annee", _("période")
    # Of four digits, so that texts sort as years; no LAST_YEAR while there is no end.
    FIRST_YEAR = "debut", _("année du début")
    LAST_YEAR = "fin", _("année de la fin")
    PROVENANCE = "provenance", _("provenance")
    PUBLICATION = "publication", _("année de publication")
    CONFIRMATION = "confirmation", _("année de confirmation")
    BUDGET_SOURCE = "financement", _("source du budget")
    BUDGET_YEAR = "exercice", _("année du budget")
    PICTURES = "images", _("images")
    RESULTS = "resultats", _("résultats")
    BUDGET = "budget", _("budget")
    AUTHORITY = "collectivite", _("collectivité")
    PARTNER = "partenaire", _("partenaire")
    # Where the two sides are, to a tenth of a degree: `publication/located_values.py`.
    SEAT = "lieu-ici", _("lieu de la collectivité")
    TOWN = "lieu-la-bas", _("lieu du partenaire")
    DISTANCE = "distance", _("distance")
    # A proposition with how it is carried: `publication/contribution_values.py`.
    CONTRIBUTION = "portee", _("proposition portée, acceptée ou déclarée")
    # Counts only: number of values in use of another facet.
    DISTINCT = "valeurs", _("nombre de valeurs")


class AuthoritySize(models.TextChoices):
    """Classes of population of the authorities whose population is known (INSEE)."""

    UP_TO_2_000 = "0-1999", _("moins de 2\u202f000 habitants")
    UP_TO_10_000 = "2000-9999", _("de 2\u202f000 à 9\u202f999 habitants")
    UP_TO_50_000 = "10000-49999", _("de 10\u202f000 à 49\u202f999 habitants")
    UP_TO_100_000 = "50000-99999", _("de 50\u202f000 à 99\u202f999 habitants")
    UP_TO_500_000 = "100000-499999", _("de 100\u202f000 à 499\u202f999 habitants")
    MORE = "500000-", _("500\u202f000 habitants et plus")

    @property
    def short_label(self) -> str:
        """The label without what is counted: « de 2 000 à 9 999 »."""
        return str(self.label).replace(str(_(" habitants")), "")

    @classmethod
    def of(cls, population: int | None):
        """Returns the class of a population, None if it is not known."""
        if population is None:
            return None
        return SIZES[bisect(LEAST_POPULATIONS, population) - 1]


SIZES = tuple(AuthoritySize)
LEAST_POPULATIONS = [int(each.partition("-")[0]) for each in SIZES]


class DistanceClass(models.TextChoices):
    """Classes of the great-circle distance between the two nearest points of both sides."""

    UP_TO_250 = "0-249", _("moins de 250\u202fkm")
    UP_TO_500 = "250-499", _("de 250 à 500\u202fkm")
    UP_TO_1_000 = "500-999", _("de 500 à 1\u202f000\u202fkm")
    UP_TO_1_500 = "1000-1499", _("de 1\u202f000 à 1\u202f500\u202fkm")
    UP_TO_2_500 = "1500-2499", _("de 1\u202f500 à 2\u202f500\u202fkm")
    UP_TO_5_000 = "2500-4999", _("de 2\u202f500 à 5\u202f000\u202fkm")
    UP_TO_10_000 = "5000-9999", _("de 5\u202f000 à 10\u202f000\u202fkm")
    MORE = "10000-", _("10\u202f000\u202fkm et plus")

    @property
    def least(self) -> int:
        """The least distance of the class, in kilometres."""
        return int(self.partition("-")[0])

    @classmethod
    def of(cls, km: float):
        return next(each for each in reversed(list(cls)) if each.least <= km)


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
