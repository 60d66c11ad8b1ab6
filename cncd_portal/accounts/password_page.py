from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.views import password_set
from django.shortcuts import redirect
from django.utils.http import urlencode


def set_password(request):
    """Sets the first password of an account, after a recent proof of identity.

    The proof is asked before the form: allauth would store a posted password in the session.
    """
    if is_reauthentication_required(request, app="allauth.account"):
        [method, *_others] = get_adapter().get_reauthentication_methods(request.user)
        return redirect(f"{method['url']}?{urlencode({'next': request.path})}")
    return password_set(request)
