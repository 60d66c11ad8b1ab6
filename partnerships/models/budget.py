from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership


class BudgetSource(models.TextChoices):
    LEAD_AUTHORITY = "lead_authority", _("collectivité cheffe de file")
    OTHER_AUTHORITY = "other_authority", _("autre collectivité française")
    PARTNER = "partner", _("partenaire étranger")
    MINISTRY = "ministry", _("ministère chargé des affaires étrangères")
    AFD = "afd", _("Agence française de développement")
    EUROPEAN_UNION = "european_union", _("Union européenne")
    WATER_AGENCY = "water_agency", _("agence de l’eau")
    OTHER_PUBLIC = "other_public", _("autre financement public")
    PRIVATE = "private", _("financement privé ou associatif")


class BudgetNature(models.TextChoices):
    CASH = "cash", _("numéraire")
    IN_KIND = "in_kind", _("valorisation en nature")


def source_text(source_label: str, funder: str) -> str:
    """Returns a source with the name of its funder, if that was given."""
    return f"{source_label} ({funder})" if funder else str(source_label)


class BudgetLine(models.Model):
    """An amount in euros for one year, one source and one nature; `funder`: who it is, if said."""

    uuid = models.UUIDField(_("identifiant"), editable=False)
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="budget_lines", verbose_name=_("partenariat")
    )
    year = models.PositiveSmallIntegerField(_("année"))
    source = models.CharField(_("source"), max_length=16, choices=BudgetSource)
    funder = models.CharField(_("nom du financeur"), max_length=200, blank=True, default="")
    nature = models.CharField(_("nature"), max_length=8, choices=BudgetNature)
    amount = models.DecimalField(_("montant"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("ligne de budget")
        verbose_name_plural = _("lignes de budget")
        ordering = ["year", "source", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="budget_line_amount_is_not_negative",
                violation_error_message=_("Un montant ne peut pas être négatif."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "uuid"], name="budget_line_uuid_is_unique"
            ),
        ]

    def __str__(self):
        return (
            f"{self.year} – {source_text(self.get_source_display(), self.funder)} – {self.amount}"
        )
