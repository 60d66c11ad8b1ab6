"""The delay and the countersignature of each kind of dossier, as a lead reviewer sets them."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import PlainLine
from partnerships.models import DossierKind, InstructionRule
from partnerships.workflow.deadline import give_to_open

MOST_DAYS = 250
HISTORY = 20


class InstructionRuleForm(forms.ModelForm):
    working_days = forms.IntegerField(
        label=gettext_lazy("Délai en jours ouvrés"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
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


@dataclass
class InstructionRulesPage:
    """One form a kind; `data`: what was sent, if anything was."""

    data: dict | None = None

    @cached_property
    def history(self):
        rows = InstructionRule.history.select_related("history_user")
        return list(rows.order_by("-history_date", "-history_id")[:HISTORY])

    @property
    def seen(self) -> str:
        """The last change that the page knows."""
        return str(self.history[0].history_id) if self.history else ""

    @cached_property
    def forms(self) -> list[InstructionRuleForm]:
        known = {rule.kind: rule for rule in InstructionRule.objects.all()}
        return [
            InstructionRuleForm(
                self.data, instance=known.get(kind) or InstructionRule(kind=kind), prefix=kind
            )
            for kind in DossierKind
        ]

    @cached_property
    def is_outdated(self) -> bool:
        return self.data is not None and self.data.get("seen", "") != self.seen

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms) and not self.is_outdated

    @transaction.atomic
    def save(self) -> int:
        """How many open dossiers were given a delay."""
        given = 0
        for form in self.forms:
            if form.has_changed():
                form.save()
            if form.cleaned_data["is_for_open"]:
                given += give_to_open(form.instance.kind, form.cleaned_data["working_days"])
        return given
