from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from proposals.models import Proposal


class ProposalContributionQuerySet(models.QuerySet):
    def accepted(self):
        """Contributions that a decision accepted; the others are only declared."""
        return self.filter(accepted_on__isnull=False)

    def declared(self):
        return self.filter(accepted_on__isnull=True)

    def for_page(self):
        """Contributions of listed partnerships, with what a row of a list shows."""
        listed = Partnership.objects.listed().filter(pk=models.OuterRef("partnership"))
        return self.filter(models.Exists(listed)).prefetch_related(
            models.Prefetch("partnership", Partnership.objects.for_list())
        )


class ProposalContribution(models.Model):
    """How a partnership contributes to one of the twenty propositions, in its own words."""

    uuid = models.UUIDField(_("identifiant"), editable=False)
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="contributions", verbose_name=_("partenariat")
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="contributions", verbose_name=_("proposition")
    )
    statement = models.TextField(_("contribution"))
    # The day the decision that accepted it was released; None while it is only declared.
    accepted_on = models.DateField(_("acceptée le"), null=True, blank=True)

    objects = ProposalContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution à une proposition")
        verbose_name_plural = _("contributions aux propositions")
        ordering = ["proposal__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "proposal"], name="proposal_contribution_stands_once"
            )
        ]

    def __str__(self):
        return self.statement

    @property
    def is_accepted(self) -> bool:
        return self.accepted_on is not None
