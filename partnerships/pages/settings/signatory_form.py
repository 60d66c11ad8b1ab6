"""Who signs letters, for whom and since when: the form, and the rows of the page."""

from datetime import date

from django import forms
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import Day, DayInput, PlainLine, Title
from partnerships.models import Signatory
from partnerships.models.letterhead import ALREADY_ONE
from partnerships.sort_key import person_key
from partnerships.workflow.officers.officers import User, officers


def _day(**kwargs):
    return Day(widget=DayInput(format="%Y-%m-%d"), **kwargs)


class SignatoryForm(forms.Form):
    signs_for = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Signe les décisions de"),
        required=False,
        empty_label=gettext_lazy("tous ceux qui n’ont pas leur propre signataire"),
        help_text=gettext_lazy(
            "Une décision contresignée est d’abord celle de qui a contresigné, puis celle de qui "
            "a décidé."
        ),
    )
    name = Title(label=gettext_lazy("Prénom et nom"), required=True, max_length=150)
    capacity = Title(
        label=gettext_lazy("Qualité"),
        required=True,
        max_length=200,
        help_text=gettext_lazy("Comme elle s’écrit au-dessus de la signature."),
    )
    formula = PlainLine(
        label=gettext_lazy("Formule"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Par exemple «\u202fPour le ministre et par délégation,\u202f»."),
    )
    delegation = PlainLine(
        label=gettext_lazy("Acte de délégation"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Son intitulé, sans sa date\u202f; rien si la personne n’en a pas."),
    )
    delegated_on = _day(label=gettext_lazy("Date de l’acte"))
    starts_on = _day(
        label=gettext_lazy("Premier jour"),
        required=True,
        help_text=gettext_lazy("Les lettres notifiées à partir de ce jour."),
    )
    ends_on = _day(
        label=gettext_lazy("Dernier jour"), help_text=gettext_lazy("Vide\u202f: sans fin prévue.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, people = self.fields["signs_for"], sorted(officers(), key=person_key)
        field.queryset = officers()
        # In their order, which no query gives.
        field.choices = [("", field.empty_label), *((each.pk, str(each)) for each in people)]

    def clean(self):
        data = super().clean()
        act, day = data.get("delegation"), data.get("delegated_on")
        if act and not day and "delegated_on" not in self.errors:
            self.add_error("delegated_on", _("Écrivez la date de l’acte de délégation."))
        if day and not act and "delegation" not in self.errors:
            self.add_error("delegation", _("Écrivez l’intitulé de l’acte, ou effacez sa date."))
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Le dernier jour vient après le premier."))
        return data


def save_signatory(form: SignatoryForm, *, by) -> bool:
    """Adds the signatory. Returns False, with the error in the form, where another one begins that
    day for the same decisions; the same one sent twice is added once.
    """
    data = form.cleaned_data
    try:
        with transaction.atomic():
            Signatory.objects.create(**data, created_at=timezone.now(), created_by=by)
    except IntegrityError:
        if Signatory.objects.filter(**data, withdrawn_at__isnull=True).exists():
            return True
        form.add_error("starts_on", ALREADY_ONE)
        return False
    return True


def withdraw_signatory(signatory: Signatory) -> None:
    """The letters that it signed keep it."""
    rows = Signatory.objects.filter(pk=signatory.pk, withdrawn_at__isnull=True)
    rows.update(withdrawn_at=timezone.now())


class SignatoryPage:
    """All signatories, the newest first, each with its state today."""

    def __init__(self):
        self.today: date = timezone.localdate()
        self.rows = list(Signatory.objects.select_related("signs_for", "created_by"))
        for row in self.rows:
            row.state = self._state(row)

    def _state(self, row):
        if row.withdrawn_at:
            return _("retiré")
        if row.starts_on > self.today:
            return _("à venir")
        return _("terminé") if row.ends_on and row.ends_on < self.today else _("en exercice")
