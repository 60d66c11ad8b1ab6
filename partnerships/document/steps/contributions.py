from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.fields import Choice, PlainText
from partnerships.document.steps.identity import CHOOSE
from partnerships.document.steps.step import ItemForm, Step, label_of
from partnerships.models import ProposalContribution


class ContributionForm(ItemForm):
    list_name = "contributions"
    label = _("Proposition portée")
    heading = _("Propositions portées")
    empty_text = _("Aucune proposition pour l’instant.")
    add_label = _("Ajouter une proposition")

    proposal = Choice(label=label_of(ProposalContribution, "proposal"), choices=[])
    statement = PlainText(
        label=label_of(ProposalContribution, "statement"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "En une ou deux phrases\u202f: comment ce partenariat porte cette proposition."
        ),
    )

    def set_choices(self):
        self.fields["proposal"].choices = [CHOOSE, *self.references.proposals]


STEP = Step(
    slug="propositions",
    title=_("Propositions"),
    intro=_(
        "Ce partenariat porte-t-il une ou plusieurs des vingt propositions du rapport sur les "
        "villes intelligentes partagées\u202f?"
    ),
    lists=(ContributionForm,),
    is_optional=True,
)
