"""Forms of passkeys: whatever is wrong with what a browser sends, it is refused in one sentence."""

import json
from contextlib import contextmanager
from struct import error as StructError  # noqa: N812
from urllib.parse import urlsplit

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode

REFUSED = _(
    "Cette clé d’accès n’a pas été acceptée. Recommencez, ou choisissez un autre moyen si "
    "cela se répète."
)
NAME = {"label": _("Nom de la clé"), "max_length": 80}
# What fido2 raises on malformed bytes, which anyone may send.
MALFORMED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    StructError,
    TypeError,
    ValueError,
)


@contextmanager
def _refusing_in_one_sentence():
    """Raises ValidationError with one sentence for every key that is refused or unreadable."""
    try:
        yield
    except ValidationError as error:
        if error.code == "too_many_login_attempts":
            raise
        raise ValidationError(REFUSED, code="refused") from error
    except MALFORMED as error:
        raise ValidationError(REFUSED, code="refused") from error


def _refuse_other_hosts(credential):
    """Raises ValidationError where the page that called the key is of another host than this one:
    fido2 takes the subdomains too, which may be in other hands.
    """
    client_data = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
    host = get_adapter().get_public_key_credential_rp_entity()["id"]
    if urlsplit(client_data["origin"]).hostname != host.lower():
        raise ValidationError(REFUSED, code="refused")


class _CredentialField(forms.JSONField):
    """A number of 5000 digits or a thousand lists in one another are JSON that Python refuses."""

    def to_python(self, value):
        with _refusing_in_one_sentence():
            credential = super().to_python(value)
            if credential:
                _refuse_other_hosts(credential)
            return credential

    def bound_data(self, data, initial):
        """Nothing is shown again: each try has a credential of its own."""
        return InvalidJSONInput("")


class _CredentialForm(forms.Form):
    """A script fills the credential: a missing one is refused as a wrong one is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = _CredentialField(
            widget=forms.HiddenInput, error_messages={"required": REFUSED}
        )


def _registration(credential, *, is_passwordless):
    """The parts of `credential` that signing in reads; the rest of what was sent is dropped."""
    response = credential["response"]
    reported = credential.get("clientExtensionResults", {}).get("credProps", {}).get("rk")
    is_resident = reported if isinstance(reported, bool) else is_passwordless
    return {
        "id": credential["id"],
        "rawId": credential["rawId"],
        "type": "public-key",
        "response": {name: response[name] for name in ("clientDataJSON", "attestationObject")},
        "clientExtensionResults": {"credProps": {"rk": is_resident}},
    }


class AddPasskeyForm(_CredentialForm, allauth.AddWebAuthnForm):
    name = forms.CharField(**NAME, required=False)
    passwordless = forms.BooleanField(
        label=_("Se connecter avec cette clé seule, sans mot de passe"),
        required=False,
        initial=True,
        help_text=_(
            "La clé demande alors votre empreinte, votre visage ou son code. Décochez pour une "
            "ancienne clé de sécurité\u202f: elle servira de second facteur, après le mot de passe."
        ),
    )

    def clean(self):
        with _refusing_in_one_sentence():
            data = super().clean()
            if data.get("credential"):
                is_passwordless = data["passwordless"]
                data["credential"] = _registration(
                    data["credential"], is_passwordless=is_passwordless
                )
        return data

    def is_own_already(self) -> bool:
        """Whether the key that was sent is in the account."""
        credential = self.cleaned_data.get("credential")
        keys = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN)
        own = [key.data["credential"]["id"] for key in keys]
        return isinstance(credential, dict) and credential.get("id") in own


class RenamePasskeyForm(allauth.EditWebAuthnForm):
    name = forms.CharField(**NAME)


class _AuthenticationForm(_CredentialForm):
    def clean_credential(self):
        with _refusing_in_one_sentence():
            return super().clean_credential()


class PasskeyAuthenticateForm(_AuthenticationForm, allauth.AuthenticateWebAuthnForm):
    """A passkey as second factor, after the password."""


class PasskeyLoginForm(_AuthenticationForm, allauth.LoginWebAuthnForm):
    """A passkey instead of the password and second factor."""


class PasskeyReauthenticateForm(_AuthenticationForm, allauth.ReauthenticateWebAuthnForm):
    """A passkey as proof of identity before a sensitive act."""
