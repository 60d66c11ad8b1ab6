from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.views import password_set
from django.shortcuts import redirect
from django.utils.http import urlencode


def set_password(request):
    """The first password of an account, for whoever has just proved who they are another way.

    What allauth keeps of a form while it asks is in the session; a password never is.
    """
    if is_reauthentication_required(request, app="allauth.account"):
        [method, *_others] = get_adapter().get_reauthentication_methods(request.user)
        return redirect(f"{method['url']}?{urlencode({'next': request.path})}")
    return password_set(request)
