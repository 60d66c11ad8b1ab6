from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.fields import Choice, PlainText
from partnerships.document.steps.step import ItemForm, Step, field_label
from partnerships.models import ProposalContribution

UNTICKED = _("Cochez la proposition que dit ce texte, ou effacez-le.")


class ContributionForm(ItemForm):
    list_name = "contributions"
    label = _("Proposition portée")
    heading = _("Propositions portées")

    proposal = Choice(
        label=field_label(ProposalContribution, "proposal"), choices=[], required=False
    )
    statement = PlainText(
        label=field_label(ProposalContribution, "statement"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        needed=_("obligatoire si cochée"),
        help_text=_(
            "En une ou deux phrases\u202f: comment ce partenariat porte cette proposition."
        ),
    )

    def set_choices(self):
        self.fields["proposal"].choices = self.references.proposal_choices

    def clean(self):
        data = super().clean()
        if data.get("statement") and data.get("proposal") == "":
            self.add_error("statement", UNTICKED)
        return data


STEP = Step(
    slug="propositions",
    title=_("Propositions"),
    intro=_(
        "Cochez celles des vingt propositions du rapport que ce partenariat porte, et dites "
        "comment en une ou deux phrases."
    ),
    lists=(ContributionForm,),
    is_optional=True,
)
