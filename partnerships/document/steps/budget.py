from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.fields import Amount, Choice, Year
from partnerships.document.steps.identity import CHOOSE
from partnerships.document.steps.step import BufferForm, ItemForm, Step, label_of
from partnerships.models import BudgetLine, BudgetNature, BudgetSource, Partnership


class CostForm(BufferForm):
    total_cost = Amount(
        label=label_of(Partnership, "total_cost"),
        required=False,
        help_text=_(
            "Ce que coûte le partenariat en tout, de toutes les sources. Le portail le compare aux "
            "lignes."
        ),
    )


class BudgetForm(ItemForm):
    list_name = "budget"
    label = _("Ligne de budget")
    heading = _("Lignes de budget")
    empty_text = _("Aucune ligne pour l’instant.")
    add_label = _("Ajouter une ligne")

    year = Year(label=label_of(BudgetLine, "year"), help_text=_("Exemple\u202f: 2024"))
    source = Choice(
        label=label_of(BudgetLine, "source"),
        choices=[CHOOSE, *BudgetSource.choices],
        help_text=_("Qui finance"),
    )
    nature = Choice(
        label=label_of(BudgetLine, "nature"),
        choices=[CHOOSE, *BudgetNature.choices],
        help_text=_("Argent, ou apport"),
    )
    amount = Amount(
        label=label_of(BudgetLine, "amount"),
        help_text=_("Exemple\u202f: 12\u202f500,00"),
    )


STEP = Step(
    slug="budget",
    title=_("Budget"),
    intro=_(
        "Une ligne par année, par source et par nature. «\u202fValorisation en "
        "nature\u202f»\u202f: temps "
        "d’agents, locaux, matériel. Une ligne laissée vide ne compte pas."
    ),
    form=CostForm,
    lists=(BudgetForm,),
    is_optional=True,
)
