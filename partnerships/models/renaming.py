from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.authority import LocalAuthority
from partnerships.models.partner import InternationalPartner


class Renaming(models.Model):
    """A change of name of an authority or of a partner, which the feed of addresses tells."""

    authority = models.ForeignKey(
        LocalAuthority,
        models.CASCADE,
        null=True,
        related_name="renamings",
        verbose_name=_("collectivité"),
    )
    partner = models.ForeignKey(
        InternationalPartner,
        models.CASCADE,
        null=True,
        related_name="renamings",
        verbose_name=_("partenaire"),
    )
    former_name = models.CharField(_("ancien nom"), max_length=200)
    renamed_at = models.DateTimeField(_("renommé le"), db_index=True)

    class Meta:
        verbose_name = _("changement de nom")
        verbose_name_plural = _("changements de nom")
        ordering = ["-renamed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(authority__isnull=True) ^ Q(partner__isnull=True),
                name="renaming_is_of_an_authority_or_of_a_partner",
            ),
        ]

    def __str__(self):
        return self.former_name

    @property
    def row(self) -> LocalAuthority | InternationalPartner:
        return self.authority or self.partner

    @property
    def is_standing(self) -> bool:
        """Whether its record still says that it had this name; an officer may have removed it."""
        return self.former_name in self.row.former_names
