"""Views of allauth that keep `next` when a passkey is refused, as its own do not."""

from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect


def _redirect_with_next(request, url):
    return HttpResponseRedirect(passthrough_next_redirect_url(request, url, REDIRECT_FIELD_NAME))


class LoginByPasskeyView(LoginWebAuthnView):
    def form_invalid(self, form):
        return _redirect_with_next(self.request, super().form_invalid(form).url)


class ReauthenticateByPasskeyView(ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        super().form_invalid(form)
        return _redirect_with_next(self.request, self.request.path)


login_by_passkey = LoginByPasskeyView.as_view()
reauthenticate_by_passkey = ReauthenticateByPasskeyView.as_view()
