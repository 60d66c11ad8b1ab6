"""The names that allauth shows for this site and for passkeys."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class MFAAdapter(DefaultMFAAdapter):
    """French names; a passkey belongs to the host of the page (its « RP ID »)."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": gettext_lazy(
            "Les codes de secours vont avec un second facteur\u202f: activez d’abord une "
            "application d’authentification, ou ajoutez une clé d’accès."
        ),
        "incorrect_code": gettext_lazy(
            "Ce code n’est pas accepté\u202f: il est faux, il a expiré ou il a déjà servi. "
            "Saisissez celui que votre application montre maintenant."
        ),
        "unverified_email": gettext_lazy(
            "Une adresse de votre compte n’est pas encore confirmée\u202f: suivez le lien du "
            "courriel reçu, ou retirez-la dans «\u202fMon courriel\u202f», puis recommencez."
        ),
    }

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": _("Villes partagées")}

    def generate_authenticator_name(self, user, type):  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Clé d’accès %(number)s") % {"number": number}
