"""Published partnerships. Only `partnerships.publication` writes these rows."""

import secrets
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cncd_portal.prepared_address import PreparedAddress
from partnerships.analysis import fold
from partnerships.models.authority import LocalAuthority
from partnerships.models.confirmation_age import confirmation_age
from partnerships.models.date_precision import begins_its_interval, may_follow, precision_column
from partnerships.models.labelled_field import LabelledField
from partnerships.models.own_authorities import authorities_of
from partnerships.models.partner import InternationalPartner
from partnerships.models.partnership_kind import IMPORTED, OVER, PartnershipKind, Phase, Provenance
from partnerships.models.sort_key import SortKeyField
from partnerships.models.theme import Goal, Sector, Theme
from partnerships.precise_date import PreciseDate, precise_date

# Without characters that look alike, and without vowels, to avoid words.
PUBLIC_ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"


def random_public_id() -> str:
    """Returns eight random characters: one of 28⁸, so that a million of them may hold a pair."""
    characters, number = len(PUBLIC_ID_ALPHABET), secrets.randbelow(len(PUBLIC_ID_ALPHABET) ** 8)
    return "".join(
        PUBLIC_ID_ALPHABET[number // characters**position % characters] for position in range(8)
    )


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
    """Returns the slug of a partnership title, for its URL."""
    return slugify(fold(title))[:80].strip("-") or "partenariat"


ADDRESS = PreparedAddress("partnerships:partnership_detail", "22222222", "un-titre")


class PartnershipQuerySet(models.QuerySet):
    def listed(self):
        """Public partnerships: neither suspended nor merged."""
        return self.filter(is_suspended=False, merged_into__isnull=True)

    def visible_to(self, user):
        """Partnerships that `user` may read: listed ones, and all of them for a reviewer.

        Members of the lead authority also read its suspended ones, to correct them.
        """
        if user.has_perm("partnerships.review_dossier"):
            return self
        mine = authorities_of(user)
        seen = Q(is_suspended=False) | Q(lead_authority__in=mine)
        return self.filter(seen, merged_into__isnull=True)

    def led_by(self, user):
        """Partnerships whose lead authority `user` belongs to."""
        mine = authorities_of(user)
        return self.filter(lead_authority__in=mine)

    def of_member(self, user):
        """Partnerships of an authority that `user` belongs to, lead or not."""
        mine = authorities_of(user)
        sides = self.model.authorities.through.objects
        named = sides.filter(partnership=models.OuterRef("pk"), authority__in=mine)
        return self.filter(models.Exists(named))

    def confirmable_by(self, user):
        """Partnerships that `user` may confirm, as a member of the lead authority."""
        return self.confirmable().led_by(user)

    def declared(self):
        """Listed partnerships declared by an authority, not imported."""
        return self.listed().exclude(provenance__in=IMPORTED)

    def suspended(self):
        """Partnerships whose page an officer took down: counted nowhere, and not named."""
        return self.filter(is_suspended=True, merged_into__isnull=True)

    def confirmable(self):
        """Declared partnerships that are not over."""
        return self.declared().exclude(phase__in=OVER)

    def unconfirmed_since(self, day: date):
        """Partnerships not confirmed since `day`."""
        return self.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=day))

    def claimable_by(self, user):
        """Imported partnerships of an authority of `user`, which may declare them."""
        return self.listed().of_member(user).filter(provenance__in=IMPORTED)

    def with_sides(self):
        """Reads the authorities and the partners, with the places that distinguish namesakes, as
        lists: a queryset per row would cost more than its rows.
        """
        authorities = self.model.authorities.through.objects.with_authority()
        partners = self.model.partners.through.objects.with_partner()
        return self.prefetch_related(
            models.Prefetch("partnership_authorities", authorities, to_attr="authority_links"),
            models.Prefetch("partnership_partners", partners, to_attr="partner_links"),
        )

    def with_version(self):
        """Reads the current version, without the content that it published."""
        return self.select_related("current_version").defer("current_version__projection")

    def for_list(self):
        """Reads what a row of a list shows of the partnership itself (registry/rows.py)."""
        return self.defer("summary", "objectives", "results_here", "results_there")


class Partnership(models.Model):
    public_id = models.CharField(_("identifiant public"), max_length=8, unique=True)
    slug = models.SlugField(_("adresse"), max_length=80)
    reference = models.CharField(_("référence"), max_length=20, blank=True)
    language = models.CharField(_("langue"), max_length=8, default="fr")
    kind = LabelledField(_("type de partenariat"), max_length=14, choices=PartnershipKind)
    title = models.CharField(_("titre"), max_length=200)
    sort_key = SortKeyField(sources=("title",))
    summary = models.TextField(_("résumé"), blank=True)
    objectives = models.TextField(_("objectifs"), blank=True)
    results_here = models.TextField(_("effets ici"), blank=True)
    results_there = models.TextField(_("effets là-bas"), blank=True)
    phase = LabelledField(_("phase"), max_length=10, choices=Phase, default=Phase.UNKNOWN)
    # Of a month or a year, dates hold the first day, and their precision says so.
    starts_on = models.DateField(_("début"), null=True, blank=True)
    starts_on_precision = precision_column(_("précision du début"))
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    ends_on_precision = precision_column(_("précision de la fin"))
    convention_signed_on = models.DateField(_("convention signée le"), null=True, blank=True)
    convention_signed_on_precision = precision_column(_("précision de la signature"))
    transmitted_to_prefect_on = models.DateField(_("transmise au préfet le"), null=True, blank=True)
    transmitted_to_prefect_on_precision = precision_column(_("précision de la transmission"))
    total_cost = models.DecimalField(
        _("coût total prévu"), max_digits=14, decimal_places=2, null=True, blank=True
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
    provenance = LabelledField(_("provenance"), max_length=14, choices=Provenance)
    source_text = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("adresse de la source"), blank=True, max_length=500)
    # Identifies the row in its import source, so that it is loaded once.
    import_key = models.CharField(
        _("clé d’import"), max_length=120, null=True, blank=True, unique=True
    )
    published_at = models.DateTimeField(_("publié le"))
    updated_at = models.DateTimeField(_("mis à jour le"))
    confirmed_on = models.DateField(_("confirmé le"), null=True, blank=True)
    is_suspended = models.BooleanField(_("suspendu"), default=False)
    # Never a merged partnership itself: merging updates the earlier links.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        # The index of Meta in its place: nearly all rows have none, which SQLite cannot know.
        db_index=False,
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
            models.Index(fields=["sort_key", "id"], name="partnership_by_sort_key"),
            models.Index(fields=["starts_on", "id"], name="partnership_by_start"),
            models.Index(fields=["published_at", "id"], name="partnership_by_publication"),
            models.Index(fields=["provenance", "published_at"], name="partnership_by_source"),
            models.Index(fields=["updated_at", "id"], name="partnership_by_update"),
            models.Index(fields=["confirmed_on", "id"], name="partnership_by_confirmation"),
            models.Index(fields=["total_cost", "id"], name="partnership_by_cost"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="partnership_by_merged_into",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | may_follow("ends_on", "starts_on"),
                name="partnership_ends_after_its_start",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
            models.CheckConstraint(
                condition=begins_its_interval("starts_on")
                & begins_its_interval("ends_on")
                & begins_its_interval("convention_signed_on")
                & begins_its_interval("transmitted_to_prefect_on"),
                name="partnership_dates_begin_their_interval",
                violation_error_message=_(
                    "Une date connue par son mois ou son année se note à leur premier jour."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.public_id = self.public_id or new_public_ids(1)[0]
        self.slug = slug_of(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return ADDRESS.of(self.public_id, self.slug)

    @property
    def is_demonstration(self):
        return self.provenance == Provenance.DEMONSTRATION

    @property
    def is_imported(self) -> bool:
        return self.provenance in IMPORTED

    @property
    def kind_label(self) -> str:
        """Its kind in words; "" where it is not known, which is not to be told as a fact."""
        return str(self.get_kind_display()) if self.kind != PartnershipKind.UNKNOWN else ""

    @property
    def phase_label(self) -> str:
        """Its phase in words; "" where it is not known."""
        return str(self.get_phase_display()) if self.phase != Phase.UNKNOWN else ""

    @property
    def start(self) -> PreciseDate | None:
        return precise_date(self.starts_on, self.starts_on_precision)

    @property
    def end(self) -> PreciseDate | None:
        return precise_date(self.ends_on, self.ends_on_precision)

    @property
    def is_over(self) -> bool:
        return self.phase in OVER

    @property
    def confirmation_age(self) -> str:
        return confirmation_age(self.confirmed_on, timezone.localdate())
