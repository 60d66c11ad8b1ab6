"""Pages of second factors for what is gone, or was done already: a second click, another tab, or
« back ». allauth answers these with a 404, or with the page of the opposite act.
"""

from functools import wraps

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def _leading_to(page, why, view):
    """Returns `view`, which says `why` on the page named `page` where what it is about is gone."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404:
            messages.info(request, why)
            return redirect(page)

    return wrapper


deactivate_totp = _leading_to(
    "mfa_index",
    _("C’était déjà fait\u202f: l’application d’authentification n’est pas active."),
    totp.deactivate_totp,
)
edit_passkey = _leading_to(
    "mfa_list_webauthn",
    _("Cette clé d’accès n’est plus dans votre compte\u202f: elle ne se renomme plus."),
    webauthn.edit_webauthn,
)
remove_passkey = _leading_to(
    "mfa_list_webauthn",
    _("C’était déjà fait\u202f: cette clé d’accès n’est plus dans votre compte."),
    webauthn.remove_webauthn,
)
_NO_CODES = _("Vous n’avez pas de codes de secours\u202f: ils vont avec un second facteur.")
view_recovery_codes = _leading_to("mfa_index", _NO_CODES, codes.view_recovery_codes)
download_recovery_codes = _leading_to("mfa_index", _NO_CODES, codes.download_recovery_codes)


def _say_active(request):
    messages.info(
        request, _("C’était déjà fait\u202f: l’application d’authentification est active.")
    )
    return redirect("mfa_view_recovery_codes" if request.method == "POST" else "mfa_index")


def activate_totp(request):
    """Activates an application; once it is active, leads to the codes that its activation gave."""
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return _say_active(request)
    # The other click may activate it meanwhile. An account has one application; where that one is
    # there, allauth leads to the opposite act.
    try:
        response = totp.activate_totp(request)
    except IntegrityError:
        return _say_active(request)
    is_opposite = getattr(response, "url", "") == reverse("mfa_deactivate_totp")
    return _say_active(request) if is_opposite else response
