"""The rules of each dossier kind: delay and countersignature, set by lead reviewers."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import PlainLine
from partnerships.models import InstructionRule
from partnerships.pages.settings.rules_page import RulesPage
from partnerships.workflow.deadline import apply_to_open_dossiers

WORKING_DAYS_MAX = 250


class InstructionRuleForm(forms.ModelForm):
    working_days = forms.IntegerField(
        label=gettext_lazy("Délai en jours ouvrés"),
        required=False,
        min_value=1,
        max_value=WORKING_DAYS_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Vide\u202f: aucune date n’est promise."),
        error_messages={
            name: gettext_lazy("Écrivez un nombre de jours de 1 à 250, ou rien.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    basis = PlainLine(
        label=gettext_lazy("D’où vient ce délai"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("L’article d’un texte, ou la règle que le service se donne."),
    )
    needs_countersign = forms.BooleanField(
        label=gettext_lazy("Un responsable contresigne chaque décision"), required=False
    )
    is_for_open = forms.BooleanField(
        label=gettext_lazy("Donner ce délai aussi aux dossiers ouverts qui n’en ont pas"),
        required=False,
        help_text=gettext_lazy(
            "Compté depuis leur premier dépôt\u202f: certains seront en retard."
        ),
    )

    class Meta:
        model = InstructionRule
        fields = ["working_days", "basis", "needs_countersign"]

    def clean(self):
        data = super().clean()
        if data.get("working_days") and not data.get("basis") and "basis" not in self.errors:
            self.add_error(
                "basis", _("Dites d’où vient ce délai\u202f: texte, ou règle de service.")
            )
        if data.get("is_for_open") and not data.get("working_days"):
            self.add_error("working_days", _("Écrivez le délai à donner aux dossiers ouverts."))
        return data


class InstructionRulesPage(RulesPage):
    """One form per dossier kind."""

    model, key, form_class = InstructionRule, "kind", InstructionRuleForm

    def save(self) -> int:
        """Saves the rules, then gives their delays to open dossiers. Returns how many got one."""
        super().save()
        forms = [form for form in self.forms if form.cleaned_data["is_for_open"]]
        return sum(
            apply_to_open_dossiers(form.instance.kind, form.cleaned_data["working_days"])
            for form in forms
        )
