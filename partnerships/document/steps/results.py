from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.fields import PlainLine, PlainText, Quantity, Title
from partnerships.document.steps.step import BufferForm, ItemForm, Step, field_label
from partnerships.models import Indicator, Partnership


class ResultsForm(BufferForm):
    results_here = PlainText(
        label=field_label(Partnership, "results_here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Ce que le partenariat change sur votre territoire. Exemple\u202f: «\u202ftrois "
            "services "
            "reprennent l’outil de cartographie\u202f»."
        ),
    )
    results_there = PlainText(
        label=field_label(Partnership, "results_there"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ce que le partenariat change sur le territoire partenaire."),
    )


class IndicatorForm(ItemForm):
    list_name = "indicators"
    suggested = 3
    label = _("Indicateur")
    heading = _("Indicateurs")
    add_label = _("Ajouter un indicateur")

    name = Title(
        label=field_label(Indicator, "name"),
        help_text=_("Exemple\u202f: «\u202fagents formés\u202f»"),
    )
    unit = PlainLine(
        label=field_label(Indicator, "unit"),
        required=False,
        max_length=60,
        help_text=_("Exemple\u202f: agents, kWh, %"),
    )
    baseline = Quantity(label=field_label(Indicator, "baseline"), required=False)
    target = Quantity(label=field_label(Indicator, "target"), required=False)
    reached = Quantity(label=field_label(Indicator, "reached"), required=False)


STEP = Step(
    slug="resultats",
    title=_("Résultats"),
    intro=_(
        "Qu’est-ce que le partenariat change, ici et là-bas\u202f? Ce qui est déjà connu suffit."
    ),
    form=ResultsForm,
    lists=(IndicatorForm,),
    is_optional=True,
)
