from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partnerships.document.pasted.budget import read_pasted
from partnerships.document.steps.choices import CHOOSE
from partnerships.document.steps.fields import Amount, Choice, PastedText, PlainLine, Year
from partnerships.document.steps.step import BufferForm, ItemForm, Step, field_label
from partnerships.models import BudgetLine, BudgetNature, BudgetSource


class CostForm(BufferForm):
    total_cost = Amount(
        label=_("Coût total prévu (€)"),
        required=False,
        help_text=_(
            "Ce que coûte le partenariat en tout, de toutes les sources. Le portail le compare aux "
            "lignes."
        ),
    )
    budget_pasted = PastedText(
        label=_("Coller depuis un tableur"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Une ligne par année, source, nature et montant, dans l’ordre que vous voulez\u202f; "
            "ou une colonne par année, avec sa ligne de titres. Exemple\u202f: 2024 ; AFD ; "
            "argent ; 12 500,00. Ce qui n’est pas compris reste à choisir dans le tableau."
        ),
    )

    def clean_budget_pasted(self):
        text = self.cleaned_data["budget_pasted"]
        lines = read_pasted(text)
        faults = [
            gettext("Ligne %(number)s\u202f: %(fault)s")
            % {"number": line.number, "fault": line.fault}
            for line in lines
            if line.fault
        ]
        ready = sum(line.is_added for line in lines)
        if ready:
            message = ngettext(
                "Une ligne est lisible\u202f: appuyez sur «\u202fAjouter au tableau\u202f».",
                "%(count)s lignes sont lisibles\u202f: appuyez sur "
                "«\u202fAjouter au tableau\u202f».",
                ready,
            )
            faults.append(message % {"count": ready})
        if text and not faults:
            faults.append(gettext("Il n’y a pas de ligne de budget ici\u202f: effacez ce texte."))
        if faults:
            raise ValidationError(faults)
        return text


class BudgetForm(ItemForm):
    list_name = "budget"
    suggested = 3
    label = _("Ligne de budget")
    topic = _("Budget")
    heading = _("Lignes de budget")
    add_label = _("Ajouter une ligne")

    year = Year(label=field_label(BudgetLine, "year"), help_text=_("Exemple\u202f: 2024"))
    source = Choice(
        label=field_label(BudgetLine, "source"),
        choices=[CHOOSE, *BudgetSource.choices],
        help_text=_("Qui finance"),
    )
    funder = PlainLine(
        label=field_label(BudgetLine, "funder"),
        required=False,
        help_text=_("Il sera public"),
    )
    nature = Choice(
        label=field_label(BudgetLine, "nature"),
        choices=[CHOOSE, *BudgetNature.choices],
        help_text=_("Numéraire\u202f: argent. Valorisation\u202f: apport"),
    )
    amount = Amount(
        label=_("Montant (€)"),
        help_text=_("Exemple\u202f: 12\u202f500,00"),
    )


STEP = Step(
    slug="budget",
    title=_("Budget"),
    intro=_(
        "Une ligne par année, par source et par nature. «\u202fNuméraire\u202f»\u202f: de "
        "l’argent. «\u202fValorisation en nature\u202f»\u202f: temps d’agents, locaux, "
        "matériel. Une ligne laissée vide ne compte pas."
    ),
    form=CostForm,
    lists=(BudgetForm,),
    is_optional=True,
)
