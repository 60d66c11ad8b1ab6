"""The public world: rows that only `partnerships.publication` writes."""

import secrets
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from partnerships.models.authority import LocalAuthority
from partnerships.models.confirmation_age import confirmation_age
from partnerships.models.partner import InternationalPartner
from partnerships.models.theme import Goal, Sector, Theme

# No letter or digit that is read as another, none that makes a word.
PUBLIC_ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"


def random_public_id() -> str:
    """Returns eight random characters: one of 28⁸, so that a million of them may hold a pair."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _position in range(8))


def new_public_ids(count: int) -> list[str]:
    """Returns `count` distinct identifiers that no partnership has."""
    free = set()
    while len(free) < count:
        drawn = {random_public_id() for _ in range(count - len(free))}
        free |= drawn.difference(
            Partnership.objects.filter(public_id__in=drawn).values_list("public_id", flat=True)
        )
    return list(free)


def slug_of(title: str) -> str:
    """What the address of a partnership says of its title."""
    return slugify(title)[:80].strip("-") or "partenariat"


class PartnershipKind(models.TextChoices):
    """Kinds of cooperation, in the field's terms; unknown where a source does not say."""

    UNKNOWN = "unknown", _("type inconnu")
    TWINNING = "twinning", _("jumelage")
    AGREEMENT = "agreement", _("coopération décentralisée conventionnée")
    ONE_OFF = "one_off", _("action ponctuelle ou non conventionnée")
    OUDIN_SANTINI = "oudin_santini", _("coopération Oudin-Santini (1 % eau, énergie, déchets)")
    HUMANITARIAN = "humanitarian", _("aide humanitaire ou d’urgence")
    CROSS_BORDER = "cross_border", _("coopération transfrontalière")
    TURNKEY = "turnkey", _("clés en main")


class Phase(models.TextChoices):
    UNKNOWN = "unknown", _("phase inconnue")
    PLANNED = "planned", _("en préparation")
    ACTIVE = "active", _("en cours")
    DORMANT = "dormant", _("en sommeil")
    COMPLETED = "completed", _("terminé")
    CANCELLED = "cancelled", _("abandonné")


class Provenance(models.TextChoices):
    DECLARED = "declared", _("déclaré par la collectivité")
    WIKIDATA = "wikidata", _("donnée Wikidata, non déclarée par la collectivité")
    SOURCED = "sourced", _("source publique, non déclaré par la collectivité")
    DEMONSTRATION = "demonstration", _("démonstration")


# What a public source tells, and that no authority declared here.
IMPORTED = (Provenance.WIKIDATA, Provenance.SOURCED)
# What is over is not asked of each year.
OVER = (Phase.COMPLETED, Phase.CANCELLED)


class PartnershipQuerySet(models.QuerySet):
    def listed(self):
        """What anyone may read."""
        return self.filter(is_suspended=False, merged_into__isnull=True)

    def visible_to(self, user):
        """What is listed; all of it for officers; what is suspended for the members of its lead
        authority, who put it right.
        """
        if user.has_perm("partnerships.review_dossier"):
            return self
        mine = LocalAuthority.objects.of_member(user).values("pk")
        seen = Q(is_suspended=False) | Q(lead_authority__in=mine)
        return self.filter(seen, merged_into__isnull=True)

    def led_by(self, user):
        """Those whose lead authority `user` belongs to."""
        mine = LocalAuthority.objects.of_member(user).values("pk")
        return self.filter(lead_authority__in=mine)

    def of_member(self, user):
        """Those where an authority of `user` is named."""
        mine = LocalAuthority.objects.of_member(user).values("pk")
        sides = self.model.authorities.through.objects
        named = sides.filter(partnership=models.OuterRef("pk"), authority__in=mine)
        return self.filter(models.Exists(named))

    def confirmable_by(self, user):
        """What the lead authorities of `user` answer for: declared by them, and not over."""
        return self.confirmable().led_by(user)

    def declared(self):
        """What an authority answers for."""
        return self.listed().exclude(provenance__in=IMPORTED)

    def confirmable(self):
        """What was declared, and goes on."""
        return self.declared().exclude(phase__in=OVER)

    def unconfirmed_since(self, day: date):
        """Those of which nobody said since `day` that they are still so."""
        return self.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=day))

    def claimable_by(self, user):
        """Imported ones where an authority of `user` is named."""
        return self.listed().of_member(user).filter(provenance__in=IMPORTED)

    def for_list(self):
        """With what a result shows, in a number of queries that does not grow."""
        return self.prefetch_related(
            models.Prefetch(
                "partnership_authorities",
                self.model.authorities.through.objects.select_related("authority"),
            ),
            models.Prefetch(
                "partnership_partners",
                self.model.partners.through.objects.select_related("partner__country"),
            ),
            "themes",
            "images",
        )


class Partnership(models.Model):
    public_id = models.CharField(_("identifiant public"), max_length=8, unique=True)
    slug = models.SlugField(_("adresse"), max_length=80)
    reference = models.CharField(_("référence"), max_length=20, blank=True)
    language = models.CharField(_("langue"), max_length=8, default="fr")
    kind = models.CharField(_("type de partenariat"), max_length=14, choices=PartnershipKind)
    title = models.CharField(_("titre"), max_length=200)
    summary = models.TextField(_("résumé"), blank=True)
    objectives = models.TextField(_("objectifs"), blank=True)
    results_here = models.TextField(_("effets ici"), blank=True)
    results_there = models.TextField(_("effets là-bas"), blank=True)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, default=Phase.UNKNOWN)
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    convention_signed_on = models.DateField(_("convention signée le"), null=True, blank=True)
    transmitted_to_prefect_on = models.DateField(_("transmise au préfet le"), null=True, blank=True)
    total_cost = models.DecimalField(
        _("coût total prévu (€)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    lead_authority = models.ForeignKey(
        LocalAuthority,
        models.PROTECT,
        related_name="led_partnerships",
        verbose_name=_("collectivité cheffe de file"),
    )
    authorities = models.ManyToManyField(
        LocalAuthority,
        through="PartnershipAuthority",
        related_name="partnerships",
        verbose_name=_("collectivités françaises"),
    )
    partners = models.ManyToManyField(
        InternationalPartner,
        through="PartnershipPartner",
        related_name="partnerships",
        verbose_name=_("partenaires étrangers"),
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="partnerships", verbose_name=_("thématiques")
    )
    goals = models.ManyToManyField(
        Goal,
        blank=True,
        related_name="partnerships",
        verbose_name=_("objectifs de développement durable"),
    )
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="partnerships", verbose_name=_("secteurs CAD")
    )
    provenance = models.CharField(_("provenance"), max_length=14, choices=Provenance)
    source_text = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("adresse de la source"), blank=True, max_length=500)
    # What an import knows a row by, to load it once.
    import_key = models.CharField(
        _("clé d’import"), max_length=120, null=True, blank=True, unique=True
    )
    published_at = models.DateTimeField(_("publié le"))
    updated_at = models.DateTimeField(_("mis à jour le"))
    confirmed_on = models.DateField(_("confirmé le"), null=True, blank=True)
    is_suspended = models.BooleanField(_("suspendu"), default=False)
    # Always one that was not merged itself: whoever merges keeps it so.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_partnerships",
        verbose_name=_("fusionné avec"),
    )
    current_version = models.ForeignKey(
        "PartnershipVersion",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("version publiée"),
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partenariat")
        verbose_name_plural = _("partenariats")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["title", "id"], name="partnership_by_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="partnership_ends_after_its_start",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.public_id = self.public_id or new_public_ids(1)[0]
        self.slug = slug_of(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("partnerships:partnership_detail", args=[self.public_id, self.slug])

    @property
    def is_demonstration(self):
        return self.provenance == Provenance.DEMONSTRATION

    @property
    def is_imported(self) -> bool:
        return self.provenance in IMPORTED

    @property
    def is_over(self) -> bool:
        return self.phase in OVER

    @property
    def confirmation_age(self) -> str:
        return confirmation_age(self.confirmed_on, timezone.localdate())
