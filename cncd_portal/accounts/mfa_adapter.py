"""How allauth names this site and its keys to people."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _


class MFAAdapter(DefaultMFAAdapter):
    """Names in French; a passkey is of the host that the page was asked from (its « RP ID »)."""

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": _("Villes partagées")}

    def generate_authenticator_name(self, user, type):  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Clé d’accès %(number)s") % {"number": number}
