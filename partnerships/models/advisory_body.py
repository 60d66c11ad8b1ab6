"""The directory of advisory bodies: prefectures, embassies and others asked for opinions."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cncd_portal.accounts.email_address import EmailModelField
from partnerships.models.authority import Departement, Region
from partnerships.models.place import Country
from partnerships.models.sort_key import SortKeyField


class AdvisoryBodyKind(models.TextChoices):
    REGION = "region", _("préfecture de région")
    DEPARTEMENT = "departement", _("préfecture de département")
    EMBASSY = "embassy", _("ambassade de France")
    OTHER = "other", _("autre organisme")


# Kind → name of the field that holds the place it serves.
PLACE_FIELDS = {
    AdvisoryBodyKind.REGION: "region",
    AdvisoryBodyKind.DEPARTEMENT: "departement",
    AdvisoryBodyKind.EMBASSY: "country",
}


class AdvisoryBodyQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class AdvisoryBody(models.Model):
    """A body that gives opinions: its address and the place it serves."""

    # Chosen by the page that adds the body, so that a double click adds it once.
    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("nature"), max_length=11, choices=AdvisoryBodyKind)
    name = models.CharField(_("nom"), max_length=200)
    sort_key = SortKeyField(sources=("name",))
    email = EmailModelField(_("adresse électronique"))
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("région")
    )
    departement = models.ForeignKey(
        Departement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("département"),
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pays")
    )
    is_active = models.BooleanField(_("proposé aux instructeurs"), default=True)

    objects = AdvisoryBodyQuerySet.as_manager()
    # Traces changes of address, since private documents are sent there.
    history = HistoricalRecords(verbose_name=_("historique"), excluded_fields=["sort_key"])

    class Meta:
        verbose_name = _("organisme consulté")
        verbose_name_plural = _("organismes consultés")
        ordering = ["kind", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "email"],
                name="advisory_body_is_listed_once",
                violation_error_message=_("L’annuaire a déjà cet organisme à cette adresse."),
            ),
            models.CheckConstraint(
                condition=Q(kind="region", region__isnull=False)
                | Q(kind="departement", departement__isnull=False)
                | Q(kind="embassy", country__isnull=False)
                | Q(kind="other"),
                name="advisory_body_names_the_place_it_serves",
                violation_error_message=_(
                    "Choisissez la région, le département ou le pays dont il s’agit."
                ),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="advisory_body_address_is_in_lower_case"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnerships:advisory_body_edit", args=[self.uuid])

    @property
    def place(self):
        """The place this body serves, or None."""
        if self.kind in PLACE_FIELDS:
            return getattr(self, PLACE_FIELDS[self.kind])
        return self.region or self.departement or self.country
