"""The forms of a person who cannot find their authority, and of the officer who answers."""

import re

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import AuthorityRequest, LocalAuthority, LocalAuthorityKind
from partnerships.models.authority_request import AuthorityRequestCause
from partnerships.publication.authorities import CONTACTS
from partnerships.publication.resembling_authorities import resembling_authorities


def _without_spaces(text):
    """Removes the spaces of a SIREN; an empty value gives an empty string."""
    return re.sub(r"\s", "", text or "")


class ComparedForm(forms.ModelForm):
    """A form that describes an authority, and asks whether it is a known one that resembles it.

    `different_from`: the keys of those that the page showed and that it was said not to be.
    """

    different_from = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)

    @property
    def resembling(self) -> list[LocalAuthority]:
        values = self.cleaned_data if self.is_bound else self.initial
        names = ("name", "siren", "insee_code", "departement")
        name, siren, code, departement = (values.get(each) for each in names)
        return resembling_authorities(
            name or "", siren=siren or "", insee_code=code or "", departement=departement
        )

    @cached_property
    def shown(self) -> list[LocalAuthority]:
        """The known authorities to show beside what was typed."""
        return self.resembling if not self.is_bound or self.is_asking else []

    # Set by `ask`: the question was not answered.
    is_asking = False

    def ask(self, data):
        """Adds an error if a known authority resembles this one and nothing was answered."""
        said = set(data.get("different_from", "").split())
        keys = [row.key for row in self.resembling]
        if set(keys) - said:
            self.is_asking = True
            self.add_error(
                None,
                _(
                    "Une collectivité connue ressemble à celle-ci\u202f: dites plus bas si c’est "
                    "elle."
                ),
            )
        data["different_from"] = keys


class AuthorityRequestForm(ComparedForm):
    """A request for an authority; its `uuid`, from the page, makes a double click ask once."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    siren = forms.CharField(
        label="SIREN",
        required=False,
        max_length=20,
        help_text=gettext_lazy("Neuf chiffres, si vous le connaissez."),
    )

    class Meta:
        model = AuthorityRequest
        fields = [
            "cause",
            "name",
            "kind",
            "siren",
            "departement",
            "explanation",
            "source",
        ]
        widgets = {"explanation": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "explanation": gettext_lazy(
                "Création, fusion avec quelles collectivités, depuis quand, votre fonction."
            ),
            "source": gettext_lazy("L’arrêté, ou l’adresse d’une page qui le montre."),
        }

    def clean_siren(self):
        return _without_spaces(self.cleaned_data["siren"])

    def clean(self):
        data = super().clean()
        if data.get("cause") == AuthorityRequestCause.MISSING:
            self.ask(data)
        else:
            data["different_from"] = []
        return data

    def save(self, commit=True):
        self.instance.different_from = self.cleaned_data["different_from"]
        self.instance.uuid = self.cleaned_data["uuid"]
        return super().save(commit)


class NewAuthorityForm(ComparedForm):
    """An authority added by an officer."""

    siren = forms.CharField(label="SIREN", required=False, max_length=20)
    website = forms.URLField(
        label=gettext_lazy("Site internet"), required=False, max_length=200, assume_scheme="https"
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=180,
        help_text=gettext_lazy("L’arrêté, ou l’adresse d’une page officielle."),
    )
    answer = forms.CharField(
        label=gettext_lazy("Votre réponse à la personne"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = LocalAuthority
        fields = ["name", "kind", "siren", "insee_code", "departement", *CONTACTS]
        widgets = {"postal_address": forms.Textarea(attrs={"rows": 3})}

    def clean_siren(self):
        return _without_spaces(self.cleaned_data["siren"]) or None

    def clean(self):
        data = super().clean()
        code = data.get("insee_code")
        same_code = LocalAuthority.objects.filter(kind=LocalAuthorityKind.COMMUNE, insee_code=code)
        if code and data.get("kind") == LocalAuthorityKind.COMMUNE and same_code.exists():
            self.add_error("insee_code", _("Une commune a déjà ce code INSEE."))
        self.ask(data)
        return data
