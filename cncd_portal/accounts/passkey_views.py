"""Where a passkey is refused, the page to try again; allauth's own views forget `next`."""

from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect


def _again(request, url):
    return HttpResponseRedirect(passthrough_next_redirect_url(request, url, REDIRECT_FIELD_NAME))


class LoginByPasskeyView(LoginWebAuthnView):
    def form_invalid(self, form):
        return _again(self.request, super().form_invalid(form).url)


class ReauthenticateByPasskeyView(ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        super().form_invalid(form)
        return _again(self.request, self.request.path)


login_by_passkey = LoginByPasskeyView.as_view()
reauthenticate_by_passkey = ReauthenticateByPasskeyView.as_view()
