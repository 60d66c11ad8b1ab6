from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cncd_portal.prepared_address import PreparedAddress
from partnerships.analysis import fold
from partnerships.models.name import NameField
from partnerships.models.sort_key import SortKeyField

ADDRESS = PreparedAddress("partnerships:country_detail", "ZZ")
# Overseas parts of France that ISO 3166-1 lists beside it, with their codes among départements
# (INSEE; ISO 3166-2 « FR-974 »).
OVERSEAS = {
    "BL": "977",
    "GF": "973",
    "GP": "971",
    "MF": "978",
    "MQ": "972",
    "NC": "988",
    "PF": "987",
    "PM": "975",
    "RE": "974",
    "TF": "984",
    "WF": "986",
    "YT": "976",
}
FRENCH = ("FR", *OVERSEAS)


class Continent(models.TextChoices):
    AFRICA = "AF", _("Afrique")
    NORTH_AMERICA = "NA", _("Amérique du Nord")
    SOUTH_AMERICA = "SA", _("Amérique du Sud")
    ANTARCTICA = "AN", _("Antarctique")
    ASIA = "AS", _("Asie")
    EUROPE = "EU", _("Europe")
    OCEANIA = "OC", _("Océanie")


class CountryKind(models.TextChoices):
    COUNTRY = "country", _("pays")
    TERRITORY = "territory", _("territoire")


class CountryQuerySet(models.QuerySet):
    def foreign(self):
        """Countries where a foreign partner may be: neither France nor its overseas parts."""
        return self.exclude(iso2__in=FRENCH)


class Country(models.Model):
    """A country or territory listed in ISO 3166-1.

    `data/countries.tsv` gives the first values; what a curator changes is then left to them.
    """

    # Fields that a later load of the reference data does not overwrite.
    EDITABLE = ("name", "name_en", "kind", "note", "other_names", "former_names", "parts")

    iso2 = models.CharField(_("code ISO à deux lettres"), max_length=2, primary_key=True)
    iso3 = models.CharField(_("code ISO à trois lettres"), max_length=3, unique=True)
    name = NameField(_("nom"), max_length=100)
    name_en = models.CharField(_("nom anglais"), max_length=100)
    sort_key = SortKeyField(sources=("name",))
    kind = models.CharField(
        _("appelé"), max_length=9, choices=CountryKind, default=CountryKind.COUNTRY
    )
    note = models.TextField(_("note"), blank=True)
    other_names = models.TextField(_("autres noms"), blank=True)
    former_names = models.TextField(_("anciens noms"), blank=True)
    parts = models.TextField(_("parties de ce pays"), blank=True)
    edited = models.JSONField(_("champs modifiés"), default=list, blank=True, editable=False)
    continent = models.CharField(_("continent"), max_length=2, choices=Continent)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    objects = CountryQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name=_("historique"), excluded_fields=["sort_key", "edited"]
    )

    class Meta:
        verbose_name = _("pays ou territoire")
        verbose_name_plural = _("pays et territoires")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return ADDRESS.of(self.iso2)

    @property
    def is_french(self) -> bool:
        return self.iso2 in FRENCH

    @property
    def searched_names(self) -> list[str]:
        """The names whose words find the records of this country.

        Of the other names, those of one word: « Irlande du Nord » would bring the United Kingdom to
        who searches « Nord », and « Grande-Bretagne » to who searches « Bretagne ».
        """
        lines = (self.other_names, self.former_names, self.parts)
        others = (name for text in lines for name in text.splitlines())
        return [self.name, self.name_en, *(name for name in others if " " not in fold(name))]

    @property
    def searched_wholes(self) -> list[str]:
        """The other names of several words, which find the records of this country as a whole."""
        names = (*self.other_names.splitlines(), *self.former_names.splitlines())
        return [name for name in names if " " in fold(name)]


class PlaceQuerySet(models.QuerySet):
    def foreign(self):
        """Towns that are not in France or its overseas parts."""
        return self.exclude(country__in=FRENCH)

    def matching(self, folded):
        """Places with a name, or the end of one from any word on, starting with `folded`."""
        terms = PlaceTerm.objects.filter(place=models.OuterRef("pk"), term__prefix=folded)
        return self.filter(models.Exists(terms))


class Place(models.Model):
    """A town of the world from GeoNames, suggested by the search boxes for foreign places."""

    geonames_id = models.PositiveBigIntegerField(_("identifiant GeoNames"), primary_key=True)
    name = NameField(_("nom"), max_length=200)
    sort_key = SortKeyField(sources=("name",))
    other_names = models.JSONField(_("autres noms"), default=list, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("pays"))
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    population = models.PositiveIntegerField(_("population"), default=0)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = ["sort_key", "geonames_id"]
        indexes = [
            # The largest first among the many that two letters begin.
            models.Index(fields=["-population", "geonames_id"], name="place_by_population"),
        ]

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
