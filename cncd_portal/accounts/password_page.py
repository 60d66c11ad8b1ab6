"""The pages of passwords, which say it where a second click has nothing left to do.

Only the session that has changed the password compares what is sent again with it: otherwise the
answer would tell whoever borrows a session which password is right.
"""

from allauth.account import views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _

# In the session: the key of the last link that served; whether the password was changed.
USED_KEY, CHANGED = "password_reset_key_used", "password_changed"


def _say_already_done(request):
    messages.info(
        request,
        _(
            "C’était déjà fait\u202f: le mot de passe enregistré est celui que vous avez envoyé "
            "la première fois."
        ),
    )


class ChangePassword(views.PasswordChangeView):
    def form_invalid(self, form):
        """Sent again, the password of before is refused: the new one is the current one."""
        password, again = (form.data.get(name, "") for name in ("password1", "password2"))
        is_refused = form.has_error("oldpassword", "enter_current_password")
        is_sent_again = is_refused and password == again and CHANGED in self.request.session
        if is_sent_again and self.request.user.check_password(password):
            _say_already_done(self.request)
            return redirect(self.get_success_url())
        return super().form_invalid(form)

    def form_valid(self, form):
        response = super().form_valid(form)
        self.request.session[CHANGED] = True
        return response


def set_password(request):
    """Sets the first password of an account, after a recent proof of identity.

    The proof is asked before the form: allauth would store a posted password in the session.
    """
    if is_reauthentication_required(request, app="allauth.account"):
        [method, *_others] = get_adapter().get_reauthentication_methods(request.user)
        return redirect(f"{method['url']}?{urlencode({'next': request.path})}")
    if request.method == "POST" and request.user.has_usable_password():
        _say_already_done(request)
    return views.password_set(request)


@method_decorator(login_not_required, name="dispatch")
class ResetPassword(views.PasswordResetFromKeyView):
    """A new password by the link of a mail, which serves once."""

    def dispatch(self, request, uidb36, key, **kwargs):
        used = request.session.get(USED_KEY)
        is_sent_again = request.method == "POST" and key == self.reset_url_key and used
        if is_sent_again and used == request.session.get(views.INTERNAL_RESET_SESSION_KEY):
            _say_already_done(request)
            return redirect(self.success_url)
        return super().dispatch(request, uidb36, key, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        self.request.session[USED_KEY] = self.key
        return response
