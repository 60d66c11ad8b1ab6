"""Retention periods of refused or withdrawn dossiers, set by lead reviewers."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import PlainLine
from partnerships.models import RetentionRule
from partnerships.pages.settings.rules_page import RulesPage

MOST_MONTHS = 600


def _months(label, help_text):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=help_text,
        error_messages={
            name: gettext_lazy("Écrivez un nombre de mois de 1 à 600, ou rien.")
            for name in ("invalid", "min_value", "max_value")
        },
    )


class RetentionRuleForm(forms.ModelForm):
    archive_months = _months(
        gettext_lazy("Archiver après, en mois"),
        gettext_lazy("Sans que rien n’y soit fait. Vide\u202f: aucun dossier n’est archivé."),
    )
    erase_months = _months(
        gettext_lazy("Effacer après, en mois d’archives"),
        gettext_lazy("Annoncé trente jours avant. Vide\u202f: rien n’est effacé."),
    )
    basis = PlainLine(
        label=gettext_lazy("D’où viennent ces durées"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Le texte, ou la règle que le service se donne."),
    )

    class Meta:
        model = RetentionRule
        fields = ["archive_months", "erase_months", "basis"]

    def clean(self):
        data = super().clean()
        if data.get("erase_months") and not data.get("archive_months"):
            self.add_error(
                "archive_months", _("Dites aussi quand archiver\u202f: on archive avant d’effacer.")
            )
        if data.get("archive_months") and not data.get("basis") and "basis" not in self.errors:
            self.add_error("basis", _("Dites d’où viennent ces durées."))
        return data


class RetentionPage(RulesPage):
    """One form per cause."""

    model, key, form_class = RetentionRule, "cause", RetentionRuleForm
