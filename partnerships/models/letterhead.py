"""What stands on every letter beside its text: who sends it, how to appeal, who signs."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ALREADY_ONE = _(
    "Un signataire commence déjà ce jour-là pour ces décisions\u202f: retirez-le d’abord."
)


class LetterheadQuerySet(models.QuerySet):
    def current(self) -> "Letterhead | None":
        """Returns the last version, or None before the first."""
        return self.order_by("-number").first()


class Letterhead(models.Model):
    """A version of what the service prints on its letters. Versions are immutable; the last one is
    used. `appeal`: the means of appeal; while it is empty, letters say nothing of it.
    """

    number = models.PositiveIntegerField(_("version"), unique=True)
    ministry = models.TextField(_("bloc-marque"), max_length=300)
    motto = models.TextField(_("devise"), max_length=100, blank=True)
    service = models.TextField(_("service"), max_length=300, blank=True)
    place = models.CharField(_("lieu"), max_length=60, blank=True)
    address = models.TextField(_("adresse du service"), max_length=300, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    appeal = models.TextField(_("voies et délais de recours"), max_length=3000, blank=True)
    copies = models.TextField(_("copies"), max_length=600, blank=True)
    created_at = models.DateTimeField(_("écrit le"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("écrit par")
    )

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        verbose_name = _("en-tête des lettres")
        verbose_name_plural = _("en-têtes des lettres")
        ordering = ["-number"]

    def __str__(self):
        return str(self.number)


class SignatoryQuerySet(models.QuerySet):
    def on(self, day: date):
        """Signatories who may sign on `day`."""
        begun = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
        return begun.filter(withdrawn_at__isnull=True)

    def by_officer(self, day: date) -> "dict[int | None, Signatory]":
        """Returns the key of each officer (None: everyone else) → who signs for them on `day`: the
        last to have begun.
        """
        return {each.signs_for_id: each for each in self.on(day).order_by("starts_on", "pk")}


class Signatory(models.Model):
    """Who signs letters, from the first to the last day, for one officer or for everyone (None).

    Never changed once written, only withdrawn: a letter of before keeps its signatory.
    """

    signs_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signe les décisions de"),
    )
    name = models.CharField(_("prénom et nom"), max_length=150)
    capacity = models.CharField(_("qualité"), max_length=200)
    # « Pour le ministre et par délégation »: printed above the capacity.
    formula = models.CharField(_("formule"), max_length=200, blank=True)
    delegation = models.CharField(_("acte de délégation"), max_length=200, blank=True)
    delegated_on = models.DateField(_("date de l’acte"), null=True, blank=True)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    created_at = models.DateTimeField(_("écrit le"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("écrit par")
    )
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signataire")
        verbose_name_plural = _("signataires")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="signatory_ends_after_it_starts",
                violation_error_message=_("Le dernier jour vient après le premier."),
            ),
            models.CheckConstraint(
                condition=Q(delegation="", delegated_on__isnull=True)
                | (~Q(delegation="") & Q(delegated_on__isnull=False)),
                name="signatory_delegation_has_its_date",
                violation_error_message=_(
                    "Un acte de délégation a sa date\u202f: écrivez les deux, ou aucun."
                ),
            ),
            models.UniqueConstraint(
                fields=["signs_for", "starts_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="signatory_is_one_per_officer_and_day",
                violation_error_message=ALREADY_ONE,
            ),
            models.UniqueConstraint(
                fields=["starts_on"],
                condition=Q(withdrawn_at__isnull=True, signs_for__isnull=True),
                name="signatory_for_all_is_one_per_day",
                violation_error_message=ALREADY_ONE,
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.capacity}"
