from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.email_address import EmailModelField
from cncd_portal.prepared_address import PreparedAddress
from partnerships.identifiers import WIKIDATA_ITEM, wikidata_address
from partnerships.models.labelled_field import LabelledField
from partnerships.models.name import NameField
from partnerships.models.own_authorities import authorities_managed_by, authorities_of
from partnerships.models.precision import Precision
from partnerships.models.sort_key import SortKeyField

ADDRESS = PreparedAddress("partnerships:authority_detail", "c00000")
REGION = PreparedAddress("partnerships:region_detail", "00")
DEPARTEMENT = PreparedAddress("partnerships:departement_detail", "00")


def validate_siren(value: str) -> None:
    """Checks that `value` has nine digits and a valid Luhn check digit (INSEE, SIRENE)."""
    digits = [int(c) for c in value] if value.isascii() and value.isdigit() else []
    doubled = [d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)]
    if len(digits) != 9 or sum(doubled) % 10:
        raise ValidationError(
            _("Ce SIREN n’est pas valable\u202f: vérifiez ses neuf chiffres."), code="siren"
        )


class Region(models.Model):
    """An administrative région, identified by its INSEE code."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = NameField(_("nom"), max_length=100)
    sort_key = SortKeyField(sources=("name",))

    class Meta:
        verbose_name = _("région")
        verbose_name_plural = _("régions")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return REGION.of(self.code)


class Departement(models.Model):
    """An administrative département or overseas collectivity, identified by its INSEE code."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = NameField(_("nom"), max_length=100)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("région")
    )

    class Meta:
        verbose_name = _("département")
        verbose_name_plural = _("départements")
        ordering = ["code"]

    def __str__(self):
        return f"{self.name} ({self.code})"

    def get_absolute_url(self):
        return DEPARTEMENT.of(self.code)

    @property
    def is_outside_regions(self) -> bool:
        """Whether it is an overseas collectivity or territory, which INSEE also lists under the
        same code among the régions.
        """
        return self.region_id == self.code

    @property
    def nature(self) -> str:
        """What it is, in words."""
        if self.is_outside_regions:
            return gettext("collectivité ou territoire d’outre-mer")
        return gettext("département")


class LocalAuthorityKind(models.TextChoices):
    COMMUNE = "commune", _("commune")
    CC = "cc", _("communauté de communes")
    CA = "ca", _("communauté d’agglomération")
    CU = "cu", _("communauté urbaine")
    METROPOLE = "metropole", _("métropole")
    EPT = "ept", _("établissement public territorial")
    DEPARTEMENT = "departement", _("département")
    REGION = "region", _("région")
    OVERSEAS = "overseas", _("collectivité d’outre-mer")
    SYNDICAT = "syndicat", _("syndicat")
    OTHER = "other", _("autre")


# Where the points of a precision come from, in words, unless the label says it.
POINT_SOURCES = {
    Precision.TOWN_HALL: _("l’annuaire de l’administration"),
    Precision.INSIDE: _("les contours de l’IGN"),
    Precision.TOWN: "GeoNames",
}


def located_in(kind: str, departement: object, region: object) -> str:
    """Returns the département of an authority, or else its région ("" where it has none), which
    distinguishes it from its namesakes; "" for a région.
    """
    if kind == LocalAuthorityKind.REGION:
        return ""
    is_departement = kind == LocalAuthorityKind.DEPARTEMENT
    return str(("" if is_departement else departement) or region)


class LocalAuthorityQuerySet(models.QuerySet):
    def existing(self):
        """Authorities that exist today: neither dissolved nor merged into another."""
        return self.filter(closed_on__isnull=True, successor__isnull=True)

    def unmerged(self):
        """Authorities that no other took over; those dissolved without a successor too."""
        return self.filter(successor__isnull=True)

    def of_member(self, user):
        """Authorities of which `user` is an active member."""
        return self.filter(pk__in=authorities_of(user))

    def awaited_by(self, user):
        """Authorities that `user` asked to join, and that have not answered."""
        members = apps.get_model("partnerships", "LocalAuthorityMember").objects
        requests = members.pending().filter(user=user.pk)
        return self.filter(pk__in=requests.order_by().values("authority"))

    def managed_by(self, user):
        return self.filter(pk__in=authorities_managed_by(user))

    def matching(self, folded):
        """Authorities with a name, past or present, or a code starting with `folded`."""
        terms = LocalAuthorityTerm.objects.filter(
            authority=models.OuterRef("pk"), term__prefix=folded
        )
        return self.filter(models.Exists(terms))


class LocalAuthority(models.Model):
    """A French local authority, or a group of local authorities."""

    key = models.SlugField(_("clé"), max_length=20, unique=True)
    siren = models.CharField(
        _("SIREN"), max_length=9, null=True, blank=True, unique=True, validators=[validate_siren]
    )
    insee_code = models.CharField(_("code INSEE"), max_length=5, blank=True, db_index=True)
    kind = LabelledField(_("nature"), max_length=12, choices=LocalAuthorityKind)
    name = NameField(_("nom"), max_length=200)
    sort_key = SortKeyField(sources=("name",))
    # Of merged, renamed or renumbered communes: [{"insee_code": "...", "name": "..."}].
    former = models.JSONField(_("anciens noms et codes"), default=list, blank=True)
    # In other languages, and as some write it; for finding only.
    other_names = models.JSONField(_("autres noms"), default=list, blank=True, editable=False)
    postcodes = models.JSONField(_("codes postaux"), default=list, blank=True)
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, blank=True, verbose_name=_("département")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("région")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    precision = models.CharField(
        _("point"), max_length=9, choices=Precision, default=Precision.UNKNOWN
    )
    wikidata_id = models.CharField(_("identifiant Wikidata"), max_length=16, null=True, blank=True)
    website = models.URLField(_("site internet"), blank=True)
    email = EmailModelField(_("courriel officiel"), blank=True)
    postal_address = models.TextField(_("adresse postale"), blank=True, max_length=300)
    # Names of the fields that officers typed, which a load of reference data leaves as they are.
    edited = models.JSONField(_("champs saisis par l’administration"), default=list, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        # The two indexes of Meta in its place: nearly all rows have none, which SQLite cannot know.
        db_index=False,
        related_name="predecessors",
        verbose_name=_("collectivité qui lui succède"),
    )
    closed_on = models.DateField(_("close le"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = LocalAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("collectivité")
        verbose_name_plural = _("collectivités")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(successor__isnull=True),
                name="authorities_unmerged_by_name",
            ),
            models.Index(
                fields=["successor"],
                condition=Q(successor__isnull=False),
                name="authorities_by_successor",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(siren__isnull=True) | Q(siren__regex=r"^\d{9}$"),
                name="local_authority_siren_has_nine_digits",
                violation_error_message=_("Un SIREN a neuf chiffres."),
            ),
            models.CheckConstraint(
                condition=Q(wikidata_id__isnull=True) | Q(wikidata_id__regex=rf"^{WIKIDATA_ITEM}$"),
                name="local_authority_wikidata_id_is_an_item",
                violation_error_message=_(
                    "Un identifiant Wikidata s’écrit Q suivi de chiffres\u202f: Q648."
                ),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, precision="unknown")
                | Q(
                    ~Q(precision="unknown"),
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="local_authority_coordinates_go_with_their_precision",
                violation_error_message=_(
                    "Donnez la latitude, la longitude et ce qu’est le point, ou aucun des trois."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return ADDRESS.of(self.key)

    @property
    def located_in(self) -> str:
        return located_in(self.kind, self.departement or "", self.region or "")

    @property
    def located_name(self) -> str:
        """Its name and where it is: « Vienne, Isère (38) »."""
        return ", ".join(filter(None, (self.name, self.located_in)))

    @property
    def wikidata_address(self) -> str:
        """Its page on Wikidata, or a search for its name there."""
        return wikidata_address(self.wikidata_id, self.name)

    @property
    def former_names(self) -> list[str]:
        """Its other names and those of the communes merged into it, once each; never a code."""
        names = dict.fromkeys(old["name"] for old in self.former if old["name"])
        return [name for name in names if name != self.name]

    def add_former_name(self, name: str) -> None:
        """Adds a name that it had, with its code, unless it is known."""
        old = {"insee_code": self.insee_code, "name": name}
        if old not in self.former:
            self.former = [*self.former, old]

    @property
    def current(self):
        """The authority that exists today: this one, or the last of its chain of successors."""
        authority = self
        while authority.successor_id:
            authority = authority.successor
        return authority


class LocalAuthorityTerm(models.Model):
    """A search term for an authority: a folded name or its last words, a SIREN, a code."""

    authority = models.ForeignKey(
        LocalAuthority, models.CASCADE, related_name="terms", verbose_name=_("collectivité")
    )
    term = models.CharField(_("terme"), max_length=200, db_index=True)

    class Meta:
        verbose_name = _("terme de collectivité")
        verbose_name_plural = _("termes de collectivité")

    def __str__(self):
        return self.term
