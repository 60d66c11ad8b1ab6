"""The French authorities and foreign partners of a public partnership."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.authority import LocalAuthority
from partnerships.models.partner import InternationalPartner
from partnerships.models.partnership import Partnership


class Role(models.TextChoices):
    LEAD = "lead", _("chef de file")
    MEMBER = "member", _("participant")


class PartnershipAuthorityQuerySet(models.QuerySet):
    def with_authority(self):
        """Reads the authorities, with the places that distinguish namesakes."""
        return self.select_related("authority__departement", "authority__region")


class PartnershipAuthority(models.Model):
    partnership = models.ForeignKey(
        Partnership,
        models.CASCADE,
        related_name="partnership_authorities",
        verbose_name=_("partenariat"),
    )
    authority = models.ForeignKey(
        LocalAuthority,
        models.PROTECT,
        related_name="partnership_authorities",
        verbose_name=_("collectivité"),
    )
    role = models.CharField(_("rôle"), max_length=6, choices=Role, default=Role.MEMBER)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    objects = PartnershipAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("collectivité du partenariat")
        verbose_name_plural = _("collectivités du partenariat")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "authority"], name="partnership_authority_stands_once"
            )
        ]

    def __str__(self):
        return str(self.authority)


class PartnershipPartnerQuerySet(models.QuerySet):
    def with_partner(self, *others: str):
        """Reads the partners, with their country. `others`: read too of them."""
        return self.select_related("partner__country", *(f"partner__{each}" for each in others))


class PartnershipPartner(models.Model):
    partnership = models.ForeignKey(
        Partnership,
        models.CASCADE,
        related_name="partnership_partners",
        verbose_name=_("partenariat"),
    )
    partner = models.ForeignKey(
        InternationalPartner,
        models.PROTECT,
        related_name="partnership_partners",
        verbose_name=_("partenaire"),
    )
    role = models.CharField(_("rôle"), max_length=6, choices=Role, default=Role.MEMBER)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    objects = PartnershipPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partenaire du partenariat")
        verbose_name_plural = _("partenaires du partenariat")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "partner"], name="partnership_partner_stands_once"
            )
        ]

    def __str__(self):
        return str(self.partner)
