"""Proofs by a passkey or a code, and new passkeys.

Views of allauth that keep `next` when a passkey is refused, as its own do not. A passkey or a code
serves once: sent again by a second click, it is not refused.
"""

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
)
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def _redirect_with_next(request, url):
    return HttpResponseRedirect(passthrough_next_redirect_url(request, url, REDIRECT_FIELD_NAME))


class LoginByPasskeyView(LoginWebAuthnView):
    def form_invalid(self, form):
        return _redirect_with_next(self.request, super().form_invalid(form).url)


class ReauthenticateByPasskeyView(ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        if did_recently_reauthenticate(self.request):
            return HttpResponseRedirect(self.get_success_url())
        super().form_invalid(form)
        return _redirect_with_next(self.request, self.request.path)


class ReauthenticateByCodeView(ReauthenticateView):
    def form_invalid(self, form):
        if did_recently_reauthenticate(self.request):
            return HttpResponseRedirect(self.get_success_url())
        return super().form_invalid(form)


class AddPasskeyView(AddWebAuthnView):
    def form_invalid(self, form):
        if form.is_own_already():
            messages.info(
                self.request, _("C’était déjà fait\u202f: cette clé est dans votre compte.")
            )
            return redirect("mfa_list_webauthn")
        return super().form_invalid(form)


login_by_passkey = LoginByPasskeyView.as_view()
reauthenticate_by_passkey = ReauthenticateByPasskeyView.as_view()
reauthenticate_by_code = ReauthenticateByCodeView.as_view()
add_passkey = AddPasskeyView.as_view()
