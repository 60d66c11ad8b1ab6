"""Details of a bulk act: one form per act that needs some."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.listed_proposals import listed_proposals
from partnerships.document.steps.fields import Day, DayInput, PlainText, Rows
from partnerships.models import AdvisoryBodyKind, BulkAct, BulkRun, DossierIndex, Outcome
from partnerships.models.advisory_body import PLACE_FIELDS
from partnerships.pages.queue.officer_choice import OfferedOfficer, offered_officers
from partnerships.workflow.bulk.plan import needs_reason
from partnerships.workflow.decisions.contributions import WORD_MAX
from partnerships.workflow.messages import MAX_LENGTH
from partnerships.workflow.officers.officers import officers
from partnerships.workflow.opinions.steps import MAX_DUE_IN, QUESTIONS_MAX


class DetailForm(forms.Form):
    """The details of `run`, as they are stored."""

    def __init__(self, run: BulkRun, data=None):
        super().__init__(data, initial=run.detail)
        self.run = run

    @property
    def detail(self) -> dict:
        return self.cleaned_data


class OfficersForm(DetailForm):
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


class DecisionForm(DetailForm):
    """One decision, with the same grounds, for all dossiers; `declined`: propositions that none of
    them has accepted, for the same reason.
    """

    template = "partnerships/queue/_bulk_decision.html"
    outcome = forms.ChoiceField(
        label=gettext_lazy("Décision"),
        choices=(),
        help_text=gettext_lazy(
            "Accepté, un dossier l’est avec les propositions qu’il porte, sauf celles que vous "
            "déclinez plus bas, et celles qu’une décision reprise depuis avait déclinées."
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
    declined = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Propositions à décliner"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Pour tous ces dossiers. Pour un seul, jugez ses propositions à part dans la liste de "
            "ce qui sera fait."
        ),
    )
    word = PlainText(
        label=gettext_lazy("Un mot aux collectivités"),
        required=False,
        max_length=WORD_MAX,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "Demandé si vous déclinez une proposition\u202f: pourquoi. Elles le lisent dans la "
            "lettre et sur leur page."
        ),
    )

    def __init__(self, run: BulkRun, data=None):
        super().__init__(run, data)
        self.fields["outcome"].choices = [("", _("choisir")), *Outcome.choices]
        rows = DossierIndex.objects.filter(dossier__in=run.items.values("dossier"))
        numbers = {
            number
            for text in rows.order_by().values_list("proposals", flat=True).distinct()
            for number in text.split(", ")
        }
        carried = [each for each in listed_proposals() if str(each.number) in numbers]
        self.fields["declined"].choices = [
            (each.number, each.name_with_wording) for each in carried
        ]
        if not carried:
            del self.fields["declined"], self.fields["word"]

    def _check_declined(self, data):
        if data.get("declined") and data.get("outcome") == Outcome.REJECTED:
            self.add_error(
                "declined", _("Un refus ne juge aucune proposition\u202f: décochez-les.")
            )
        elif data.get("declined") and not data.get("word"):
            self.add_error("word", _("Dites aux collectivités pourquoi elles sont déclinées."))
        elif data.get("word") and not data.get("declined"):
            self.add_error("word", _("Cochez la proposition que dit ce mot, ou effacez-le."))

    def clean(self):
        data = super().clean()
        self._check_declined(data)
        is_reserved = data.get("outcome") == Outcome.RESERVED
        if is_reserved and not data.get("reservations"):
            self.add_error("reservations", _("Écrivez les réserves à lever."))
        if not is_reserved and data.get("outcome") and data.get("reservations"):
            self.add_error(
                "reservations", _("Effacez les réserves, ou choisissez un accord sous réserves.")
            )
        return data


class RequestForm(DetailForm):
    """The same request for changes to all authorities."""

    template = "partnerships/queue/_bulk_fields.html"
    message = PlainText(
        label=gettext_lazy("Ce qu’il faut compléter, et pourquoi"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy(
            "Le même message pour chaque dossier\u202f: les collectivités le liront, puis "
            "déposeront de nouveau."
        ),
    )


class ReasonForm(DetailForm):
    """Why decisions are taken back; needed for those of dossiers that a colleague instructs."""

    template = "partnerships/queue/_bulk_fields.html"
    reason = PlainText(
        label=gettext_lazy("Pourquoi"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Les instructeurs le liront. Les collectivités n’en voient rien."),
    )

    def __init__(self, run: BulkRun, data=None):
        super().__init__(run, data)
        self.fields["reason"].required = needs_reason(run)


class OpinionsForm(DetailForm):
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
    BulkAct.REQUEST_CHANGES: RequestForm,
    BulkAct.ASK_OPINION: OpinionsForm,
    BulkAct.DECIDE: DecisionForm,
    BulkAct.TAKE_BACK: ReasonForm,
}


def detail_form(run: BulkRun, data=None):
    """Returns the details form of `run`, filled with its stored details; None when its act needs
    none.
    """
    form = DETAIL_FORMS.get(run.act)
    return form(run, data) if form else None
