from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Continent(models.TextChoices):
    AFRICA = "AF", _("Afrique")
    ANTARCTICA = "AN", _("Antarctique")
    ASIA = "AS", _("Asie")
    EUROPE = "EU", _("Europe")
    NORTH_AMERICA = "NA", _("Amérique du Nord")
    OCEANIA = "OC", _("Océanie")
    SOUTH_AMERICA = "SA", _("Amérique du Sud")


class Country(models.Model):
    """A country or territory listed in ISO 3166-1."""

    iso2 = models.CharField(_("code ISO à deux lettres"), max_length=2, primary_key=True)
    iso3 = models.CharField(_("code ISO à trois lettres"), max_length=3, unique=True)
    name = models.CharField(_("nom"), max_length=100)
    name_en = models.CharField(_("nom anglais"), max_length=100)
    continent = models.CharField(_("continent"), max_length=2, choices=Continent)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("pays")
        verbose_name_plural = _("pays")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnerships:country_detail", args=[self.iso2])


class PlaceQuerySet(models.QuerySet):
    def matching(self, folded):
        """Places with a name, or the end of one from any word on, starting with `folded`."""
        terms = PlaceTerm.objects.filter(place=models.OuterRef("pk"), term__prefix=folded)
        return self.filter(models.Exists(terms))


class Place(models.Model):
    """A town of the world from GeoNames, suggested by the search boxes for foreign places."""

    geonames_id = models.PositiveBigIntegerField(_("identifiant GeoNames"), primary_key=True)
    name = models.CharField(_("nom"), max_length=200)
    other_names = models.JSONField(_("autres noms"), default=list, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("pays"))
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    population = models.PositiveIntegerField(_("population"), default=0)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = ["name", "geonames_id"]

    def __str__(self):
        return self.name


class PlaceTerm(models.Model):
    """A search term for a place: a folded name, or its end from one of its words."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="terms", verbose_name=_("lieu"))
    term = models.CharField(_("terme"), max_length=200, db_index=True)

    class Meta:
        verbose_name = _("terme de lieu")
        verbose_name_plural = _("termes de lieu")

    def __str__(self):
        return self.term
