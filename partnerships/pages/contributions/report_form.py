"""The form of « Signaler une erreur »."""

from functools import cached_property
from typing import ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import URLValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.accounts.email_address import EmailFormField
from partnerships.document.steps.fields import PlainText
from partnerships.models import ReaderReport, ReportPart, ReportTopic
from partnerships.reports.form_token import (
    SECONDS_MIN,
    InvalidToken,
    TooSoon,
    draw_form_token,
    read_form_token,
)
from partnerships.reports.subject import Subject

TEXT_MAX = ReaderReport._meta.get_field("text").max_length
WRONG_SOURCE = gettext_lazy(
    "Cette adresse n’est pas celle d’une page\u202f: copiez-la entière, comme "
    "https://www.exemple.fr/page."
)
# The field that only robots fill in. Browsers fill in no field of this name by themselves.
HONEYPOT = "homepage"
# Of an error that sending again mends.
AGAIN = "again"


def _refusal(text: str) -> ValidationError:
    return ValidationError(text, code=AGAIN)


class WebAddress(forms.URLField):
    default_validators: ClassVar = [URLValidator(schemes=["http", "https"])]


class ReportForm(forms.Form):
    """What is wrong on the page of `subject`, told by anyone.

    `homepage` is hidden. After any error the page keeps what was typed, and a token to send it
    again.
    """

    topic = forms.ChoiceField(
        label=gettext_lazy("Qu’est-ce qui ne va pas\u202f?"),
        choices=ReportTopic.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qui ne va pas.")},
    )
    part = forms.ChoiceField(label=gettext_lazy("À quel endroit de la page\u202f?"), required=False)
    text = PlainText(
        label=gettext_lazy("Dites ce qui est faux ou ce qui manque, et ce qui serait juste"),
        max_length=TEXT_MAX,
        help_text=gettext_lazy("2 000 caractères au plus. N’y mettez rien de personnel."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    source = WebAddress(
        label=gettext_lazy("Source"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy("L’adresse d’une page qui le montre, si vous en connaissez une."),
        error_messages={"invalid": WRONG_SOURCE, "max_length": WRONG_SOURCE},
    )
    email = EmailFormField(
        label=gettext_lazy("Votre courriel"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Seulement si vous voulez une réponse. Vous recevrez un lien pour la confirmer."
        ),
    )
    homepage = forms.CharField(required=False)
    token = forms.CharField(required=False)

    def __init__(self, data, *, subject: Subject, user, initial=None):
        super().__init__(data, initial=initial)
        self.user = user
        if subject.parts:
            shown = [part for part in ReportPart if part in subject.parts]
            parts = [(part.value, capfirst(part.label)) for part in shown]
            self.fields["part"].choices = [("", _("Toute la page")), *parts]
        else:
            del self.fields["part"]
        if user.is_authenticated:
            del self.fields["email"]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields to fill in, after the choice of the topic."""
        return [self[name] for name in ("part", "text", "source", "email") if name in self.fields]

    @cached_property
    def shown_token(self) -> str:
        """The token of the page: the one that was sent, or another if it can no longer be used."""
        text = self.data.get("token", "") if self.is_bound else ""
        try:
            return read_form_token(text, self.user).text
        except TooSoon:
            return text
        except InvalidToken:
            return draw_form_token(self.user).text

    def clean(self):
        data = super().clean()
        if data.get(HONEYPOT):
            raise _refusal(
                _(
                    "Un champ caché de cette page a été rempli, par un robot ou par votre "
                    "navigateur\u202f: il vient d’être vidé. Rien de ce que vous avez écrit n’est "
                    "perdu\u202f: renvoyez."
                )
            )
        try:
            data["uuid"] = read_form_token(data.get("token", ""), self.user).uuid
        except TooSoon:
            raise _refusal(
                _(
                    "Ce message est parti moins de %(seconds)s secondes après l’ouverture de la "
                    "page, comme le font les robots. Rien de ce que vous avez écrit n’est "
                    "perdu\u202f: renvoyez."
                )
                % {"seconds": SECONDS_MIN}
            ) from None
        except InvalidToken:
            raise _refusal(
                _(
                    "Cette page est ouverte depuis longtemps, ou votre session a changé. Rien de "
                    "ce que vous avez écrit n’est perdu\u202f: renvoyez."
                )
            ) from None
        return data

    @property
    def is_to_be_sent_again(self) -> bool:
        """Whether no field is at fault: the form may be sent again as it is."""
        return set(self.errors) == {NON_FIELD_ERRORS} and self.has_error(NON_FIELD_ERRORS, AGAIN)

    @property
    def report(self) -> ReaderReport:
        """The report of a valid form, unsaved."""
        data = self.cleaned_data
        return ReaderReport(
            uuid=data["uuid"],
            topic=data["topic"],
            part=data.get("part", ""),
            text=data["text"],
            source=data["source"],
            email=data.get("email", ""),
        )
