"""A passkey in software, as a browser and its device would answer (WebAuthn, ES256)."""

import json
import secrets
from hashlib import sha256

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.factories.accounts import sign_in

FLAG = AuthenticatorData.FLAG
REFUSED = "Cette clé d’accès n’a pas été acceptée."
KEYS = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)


class Passkey:
    """A key of `host`; without `verifies`, it knows who touches it by nothing."""

    def __init__(self, host="testserver", origin=None, *, verifies=True):
        self.host = host
        self.origin = origin or f"https://{host}"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.handle = ""
        self.flags = FLAG.UP | (FLAG.UV if verifies else FLAG(0))

    def _client_data(self, kind, challenge):
        return CollectedClientData.create(kind, challenge, self.origin)

    def _credential(self, **response):
        name = websafe_encode(self.id)
        texts = {key: websafe_encode(value) for key, value in response.items()}
        return {
            "type": "public-key",
            "id": name,
            "rawId": name,
            "response": texts,
            "clientExtensionResults": {},
        }

    def register(self, options):
        """Answers the creation options of a page."""
        options = options["publicKey"]
        self.handle = options["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AuthenticatorData.create(
            sha256(self.host.encode()).digest(),
            self.flags | FLAG.AT,
            0,
            AttestedCredentialData.create(bytes(16), self.id, public),
        )
        return self._credential(
            clientDataJSON=self._client_data("webauthn.create", options["challenge"]),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def answer(self, options):
        """Signs the challenge of the request options of a page."""
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        data = AuthenticatorData.create(sha256(self.host.encode()).digest(), self.flags, 0)
        signature = self.key.sign(data + client_data.hash, ec.ECDSA(SHA256()))
        credential = self._credential(
            clientDataJSON=client_data, authenticatorData=data, signature=signature
        )
        credential["response"]["userHandle"] = self.handle
        return credential


def creation_options(client, **headers):
    page = client.get(reverse("mfa_add_webauthn"), **headers)
    return page.context["js_data"]["creation_options"]


def add_passkey(client, key, *, credential=None, **fields):
    """Posts the form of a new key, by default one that enters alone, and follows."""
    credential = credential or key.register(creation_options(client))
    fields = {"name": "Ordinateur", "passwordless": "on", **fields}
    data = {"credential": json.dumps(credential), **fields}
    return client.post(reverse("mfa_add_webauthn"), data, follow=True)


def login_options(client, **headers):
    headers = {"HTTP_ACCEPT": "application/json", **headers}
    return client.get(reverse("mfa_login_webauthn"), **headers).json()["request_options"]


def log_in_by_passkey(client, credential, **fields):
    data = {"credential": json.dumps(credential), **fields}
    return client.post(reverse("mfa_login_webauthn"), data, follow=True)


def own_passkey(client, user, key=None, **fields):
    """A key added by `user`, who signs in for it and out again."""
    key = key or Passkey()
    sign_in(client, user)
    add_passkey(client, key, **fields)
    client.logout()
    return key


def text(response):
    return response.content.decode()


def answer_second_factor(client, key, credential=None):
    options = client.get(reverse("mfa_authenticate")).context["js_data"]["request_options"]
    credential = credential or key.answer(options)
    return client.post(reverse("mfa_authenticate"), {"credential": json.dumps(credential)})


def reauthenticate(client, key, credential=None, **fields):
    address = reverse("mfa_reauthenticate_webauthn")
    options = client.get(address).context["js_data"]["request_options"]
    credential = credential or key.answer(options)
    return client.post(address, {"credential": json.dumps(credential), **fields})
