"""Details of a bulk act: one form per act that needs some."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import Day, DayInput, PlainText, Rows
from partnerships.models import AdvisoryBodyKind, BulkAct, BulkRun, Outcome
from partnerships.models.advisory_body import PLACE_FIELDS
from partnerships.pages.queue.officer_choice import OfferedOfficer, offered_officers
from partnerships.workflow.officers.officers import officers
from partnerships.workflow.opinions.steps import MAX_DUE_IN, QUESTIONS_MAX


class OfficersForm(forms.Form):
    """Officers who receive the dossiers; several share them."""

    template = "partnerships/queue/_bulk_officers.html"
    officers = Rows(
        None,
        label=gettext_lazy("À qui confier"),
        error_messages={"required": gettext_lazy("Cochez au moins un instructeur.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officers"].queryset = officers()

    @property
    def offered(self) -> list[OfferedOfficer]:
        return offered_officers()

    @property
    def chosen(self) -> set[str]:
        return {str(key) for key in self["officers"].value() or ()}

    @property
    def detail(self) -> dict:
        return {"officers": [officer.pk for officer in self.cleaned_data["officers"]]}


class DecisionForm(forms.Form):
    """One decision, with the same grounds, for all dossiers."""

    template = "partnerships/queue/_bulk_fields.html"
    outcome = forms.ChoiceField(
        label=gettext_lazy("Décision"),
        choices=(),
        help_text=gettext_lazy(
            "Accepté, un dossier l’est avec toutes les propositions qu’il porte. Pour en décliner "
            "une, décidez de ce dossier seul, ou corrigez sa décision avant de la notifier."
        ),
    )
    grounds = PlainText(
        label=gettext_lazy("Motifs"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy(
            "Les mêmes pour chaque dossier\u202f: les collectivités les liront."
        ),
    )
    reservations = PlainText(
        label=gettext_lazy("Réserves"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Seulement pour un accord sous réserves."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", _("choisir")), *Outcome.choices]

    def clean(self):
        data = super().clean()
        is_reserved = data.get("outcome") == Outcome.RESERVED
        if is_reserved and not data.get("reservations"):
            self.add_error("reservations", _("Écrivez les réserves à lever."))
        if not is_reserved and data.get("outcome") and data.get("reservations"):
            self.add_error(
                "reservations", _("Effacez les réserves, ou choisissez un accord sous réserves.")
            )
        return data

    @property
    def detail(self) -> dict:
        return self.cleaned_data


class OpinionsForm(forms.Form):
    """The same questions, to the bodies that the directory lists for the places of each dossier."""

    template = "partnerships/queue/_bulk_opinions.html"
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("À qui demander"),
        choices=[(kind, AdvisoryBodyKind(kind).label) for kind in PLACE_FIELDS],
        error_messages={"required": gettext_lazy("Cochez au moins un organisme.")},
    )
    questions = PlainText(
        label=gettext_lazy("Ce que vous demandez"),
        max_length=QUESTIONS_MAX,
        help_text=gettext_lazy("Les mêmes questions vont à tous."),
    )
    due_on = Day(
        required=True, widget=DayInput(format="%Y-%m-%d"), label=gettext_lazy("Attendu pour le")
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("Avis confidentiel\u202f: l’administration seule le lira"),
        required=False,
        initial=True,
    )

    def clean_due_on(self):
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if not today < day <= today + MAX_DUE_IN:
            raise forms.ValidationError(_("Choisissez une date après aujourd’hui, dans l’année."))
        return day

    @property
    def chosen(self) -> set[str]:
        return set(self["kinds"].value() or ())

    @property
    def detail(self) -> dict:
        return {**self.cleaned_data, "due_on": self.cleaned_data["due_on"].isoformat()}


DETAIL_FORMS = {
    BulkAct.ASSIGN: OfficersForm,
    BulkAct.ASK_OPINION: OpinionsForm,
    BulkAct.DECIDE: DecisionForm,
}


def detail_form(run: BulkRun, data=None):
    """Returns the details form of `run`, filled with its stored details; None when its act needs
    none.
    """
    form = DETAIL_FORMS.get(run.act)
    return form(data, initial=run.detail) if form else None
