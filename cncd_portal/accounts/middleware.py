from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

# The pages where a factor is set up, and those that they lead to; all others of allauth change an
# account, and ask the factor first.
SET_UP = {
    "account_confirm_email",
    "account_email_verification_sent",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
}
# Recovery codes alone are no second factor: no sign-in asks for them.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def acts_for_the_ministry(user) -> bool:
    """Whether `user` instructs or curates."""
    rights = ("partnerships.review_dossier", "proposals.curate_proposals")
    return user.is_staff or any(map(user.has_perm, rights))


def is_public(view):
    is_open = not getattr(view, "login_required", True)
    return is_open and not getattr(view, "asks_second_factor", False)


class SecondFactorMiddleware:
    """Lead those who instruct or curate to their second factor before anything else.

    Public pages stay open, and so do those where the factor is set up.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.MFA_REQUIRED_FOR_STAFF or is_public(view):
            return None
        if request.resolver_match.view_name in SET_UP or not request.user.is_authenticated:
            return None
        if not acts_for_the_ministry(request.user) or is_mfa_enabled(request.user, FACTORS):
            return None
        messages.warning(request, _("Votre rôle demande un second facteur. Activez-le d’abord."))
        return redirect("mfa_index")
