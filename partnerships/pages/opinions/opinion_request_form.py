"""The form with which an officer asks one or several bodies for their opinion."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.accounts.email_address import EmailFormField
from cncd_portal.french_dates import french_date
from partnerships.document.reading import Reading
from partnerships.models import AdvisoryBody, AdvisoryBodyKind, Opinion, OpinionScope
from partnerships.models.advisory_body import PLACE_FIELDS
from partnerships.models.working_days import ONE_DAY, add_working_days, last_working_day
from partnerships.workflow.opinions.advisory_bodies import (
    RelevantBody,
    other_bodies,
    relevant_bodies,
)
from partnerships.workflow.opinions.steps import MAX_DUE_IN, QUESTIONS_MAX, Ask

# Default delay for an answer, in working days.
DEFAULT_WORKING_DAYS = 15
# Lines for bodies that neither the directory nor the places of the dossier propose.
OTHERS = ("1", "2")
CONFIDENTIAL, SHARED = "confidential", "shared"
NAME_MAX = Opinion._meta.get_field("body_name").max_length


def _email(label, help_text=""):
    return EmailFormField(label=label, help_text=help_text, required=False, max_length=254)


class OpinionRequestForm(forms.Form):
    """The request form. `reading`: the last deposit, with all its attachments; `decided_by`: the
    last day to decide the dossier, or None.
    """

    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("De l’annuaire"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    questions = forms.CharField(
        label=gettext_lazy("Ce que vous demandez"),
        max_length=QUESTIONS_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Les mêmes questions vont à tous."),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Attendu pour le"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    secrecy = forms.ChoiceField(
        label=gettext_lazy("Qui lira l’avis\u202f?"),
        choices=[
            (CONFIDENTIAL, gettext_lazy("l’administration seule\u202f: avis confidentiel")),
            (
                SHARED,
                gettext_lazy(
                    "la collectivité aussi, une fois la décision notifiée\u202f: le sens de l’avis "
                    "et son texte, sans le fichier joint ni l’adresse"
                ),
            ),
        ],
        initial=CONFIDENTIAL,
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Ce que l’organisme verra du dossier"),
        choices=OpinionScope.choices,
        initial=OpinionScope.PUBLIC,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Jamais le contact de la collectivité, ni vos échanges."),
    )
    documents = forms.MultipleChoiceField(
        label=gettext_lazy("Pièces à montrer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    keeps = forms.BooleanField(
        label=gettext_lazy("Garder dans l’annuaire les adresses saisies"), required=False
    )

    def __init__(self, *args, reading: Reading, may_keep: bool, decided_by: date | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.called = relevant_bodies(reading)
        self.known = [body for each in self.called for body in each.known]
        self.known += list(other_bodies(reading))
        self.fields["bodies"].choices = [
            (str(each.uuid), f"{each} – {each.email}") for each in self.known
        ]
        files = [*reading.documents, *reading.images]
        self.fields["documents"].choices = [(each.uuid, _name_of(each)) for each in files]
        self._add_lines()
        self._set_due_date(decided_by)
        if not may_keep:
            del self.fields["keeps"]

    def _add_lines(self):
        for each in self.called:
            self.fields[_email_field_name(each)] = _email(
                each.name, _("Son adresse électronique, pour lui demander son avis.")
            )
        for rank in OTHERS:
            self.fields[f"name-{rank}"] = forms.CharField(
                label=_("Autre organisme %(rank)s") % {"rank": rank},
                required=False,
                max_length=NAME_MAX,
            )
            self.fields[f"email-{rank}"] = _email(_("Son courriel"))

    def _set_due_date(self, decided_by):
        due_on, today = self.fields["due_on"], timezone.localdate()
        due_on.initial = add_working_days(today, DEFAULT_WORKING_DAYS)
        proposed = _("Proposé\u202f: quinze jours ouvrés.")
        if decided_by and due_on.initial >= decided_by:
            eve = last_working_day(decided_by - ONE_DAY)
            proposed = _("Le dossier est à décider le %(day)s, avant quinze jours ouvrés.")
            if eve > today:
                due_on.initial = eve
                proposed = _(
                    "Proposé\u202f: la veille du jour où le dossier est à décider, %(day)s."
                )
            proposed %= {"day": french_date(decided_by)}
        rest = _(
            "Le lien vaut quatorze jours de plus. "
            "Le portail relance trois jours avant, puis un jour et sept jours après."
        )
        due_on.help_text = f"{proposed} {rest}"

    @property
    def unknown_lines(self):
        """Address fields of the bodies that the places of the dossier call for and that the
        directory lacks, or lacked when the page was opened.
        """
        lines = [(each, self[_email_field_name(each)]) for each in self.called]
        return [line for each, line in lines if not each.known or line.value()]

    @property
    def other_lines(self):
        return [(self[f"name-{rank}"], self[f"email-{rank}"]) for rank in OTHERS]

    @property
    def has_others(self) -> bool:
        return any(field.value() for line in self.other_lines for field in line)

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if not today < day <= today + MAX_DUE_IN:
            raise forms.ValidationError(_("Choisissez une date après aujourd’hui, dans l’année."))
        return day

    def clean(self):
        data = super().clean()
        for rank in OTHERS:
            name, email = data.get(f"name-{rank}"), data.get(f"email-{rank}")
            if name and not email and f"email-{rank}" not in self.errors:
                self.add_error(f"email-{rank}", _("Saisissez son adresse."))
            if email and not name and f"name-{rank}" not in self.errors:
                self.add_error(f"name-{rank}", _("Nommez cet organisme."))
        if not self.errors and not self.asks:
            self.add_error(None, _("Choisissez au moins un organisme, ou saisissez son adresse."))
        return data

    @property
    def typed(self) -> list[AdvisoryBody]:
        """Unsaved bodies for the typed addresses, as the directory would store them."""
        data = self.cleaned_data
        called = [
            AdvisoryBody(
                kind=each.kind,
                name=each.name,
                email=data[_email_field_name(each)].lower(),
                **{PLACE_FIELDS[each.kind]: each.place},
            )
            for each in self.called
            if data.get(_email_field_name(each))
        ]
        return called + [
            AdvisoryBody(
                kind=AdvisoryBodyKind.OTHER,
                name=data[f"name-{rank}"],
                email=data[f"email-{rank}"].lower(),
            )
            for rank in OTHERS
            if data.get(f"email-{rank}") and data.get(f"name-{rank}")
        ]

    @property
    def asks(self) -> list[Ask]:
        chosen = set(self.cleaned_data.get("bodies", ()))
        bodies = [body for body in self.known if str(body.uuid) in chosen]
        known = [Ask(body.name, body.email, body) for body in bodies]
        return known + [Ask(body.name, body.email) for body in self.typed]

    @property
    def details(self) -> dict:
        """The details of the ASK_OPINION step, without `asks`."""
        data = self.cleaned_data
        return {
            "questions": data["questions"],
            "due_on": data["due_on"],
            "is_confidential": data["secrecy"] == CONFIDENTIAL,
            "scope": data["scope"],
            "documents": data["documents"],
        }


def _email_field_name(called: RelevantBody) -> str:
    return f"email-{called.key}"


def _name_of(file):
    title = getattr(file, "title", "") or getattr(file, "caption", "") or file.file_name
    return title if file.is_public else _("%(title)s (non publié)") % {"title": title}
