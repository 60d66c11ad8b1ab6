import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cncd_portal.prepared_address import PreparedAddress
from partnerships.identifiers import wikidata_address
from partnerships.models.labelled_field import LabelledField
from partnerships.models.name import NameField
from partnerships.models.place import Country, Place
from partnerships.models.sort_key import SortKeyField

ADDRESS = PreparedAddress("partnerships:partner_detail", "00000000-0000-0000-0000-000000000000")


class InternationalPartnerKind(models.TextChoices):
    UNKNOWN = "unknown", _("nature inconnue")
    MUNICIPALITY = "municipality", _("commune ou ville")
    INTERMUNICIPAL = "intermunicipal", _("groupement de communes")
    PROVINCE = "province", _("province, région ou État fédéré")
    PUBLIC_BODY = "public_body", _("autre organisme public")
    STATE = "state", _("État")
    ASSOCIATION = "association", _("association")


class InternationalPartnerQuerySet(models.QuerySet):
    def current(self):
        """Partners that were not merged into another."""
        return self.filter(merged_into__isnull=True)

    def matching(self, folded):
        """Partners with a name, or the end of one from any word on, starting with `folded`."""
        terms = PartnerTerm.objects.filter(partner=models.OuterRef("pk"), term__prefix=folded)
        return self.filter(models.Exists(terms))


class InternationalPartner(models.Model):
    """A foreign local authority, or another foreign body in a partnership."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    name = NameField(_("nom"), max_length=200)
    name_fr = NameField(_("nom français"), max_length=200, blank=True)
    # One a line.
    former = models.TextField(_("anciens noms"), blank=True)
    # Of the name that `str` gives.
    sort_key = SortKeyField(sources=("name_fr", "name"))
    kind = LabelledField(
        _("nature"),
        max_length=14,
        choices=InternationalPartnerKind,
        default=InternationalPartnerKind.UNKNOWN,
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="partners", verbose_name=_("pays")
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("lieu"),
    )
    wikidata_id = models.CharField(_("identifiant Wikidata"), max_length=20, null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    website = models.URLField(_("site internet"), blank=True)
    # Never a merged partner itself: merging updates the earlier links.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        # The index of Meta in its place: nearly all rows have none, which SQLite cannot know.
        db_index=False,
        related_name="merged_partners",
        verbose_name=_("fusionné avec"),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = InternationalPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partenaire étranger")
        verbose_name_plural = _("partenaires étrangers")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="partner_by_merged_into",
            ),
            # Where two letters begin the names of many, the first of them are found in their order.
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(merged_into__isnull=True, place__isnull=True),
                name="partner_by_name",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["wikidata_id", "kind"],
                condition=Q(wikidata_id__isnull=False, merged_into__isnull=True),
                name="international_partner_is_one_per_wikidata_item_and_kind",
                violation_error_message=_("Cet élément Wikidata a déjà un partenaire."),
            ),
        ]

    def __str__(self):
        return self.name_fr or self.name

    def get_absolute_url(self):
        return ADDRESS.of(self.uuid)

    @property
    def located_name(self) -> str:
        """Its name with its country: « Oujda, Maroc »."""
        return f"{self}, {self.country}"

    @property
    def wikidata_address(self) -> str:
        """Its page on Wikidata, or a search for its name there."""
        return wikidata_address(self.wikidata_id, self.name)

    @property
    def kind_label(self) -> str:
        """Its nature in words; "" where it is not known, which is not to be told as a fact."""
        known = self.kind != InternationalPartnerKind.UNKNOWN
        return str(self.get_kind_display()) if known else ""

    @property
    def local_name(self) -> str:
        """Its name where it is, "" where that is the name that it is called by."""
        return "" if self.name == str(self) else self.name

    @property
    def former_names(self) -> list[str]:
        """The names that it had and that are no longer its own."""
        return [name for name in self.former.splitlines() if name not in (self.name, self.name_fr)]

    def add_former_name(self, name: str) -> None:
        """Adds a name that it had, unless it is known."""
        self.former = "\n".join(dict.fromkeys([*self.former.splitlines(), name]))

    @property
    def current(self):
        """This partner, or the one it was merged into."""
        return self.merged_into or self


class PartnerTerm(models.Model):
    """A search term for a partner: a folded name, or its end from one of its words."""

    partner = models.ForeignKey(
        InternationalPartner, models.CASCADE, related_name="terms", verbose_name=_("partenaire")
    )
    term = models.CharField(_("terme"), max_length=200, db_index=True)

    class Meta:
        verbose_name = _("terme de partenaire")
        verbose_name_plural = _("termes de partenaire")

    def __str__(self):
        return self.term
