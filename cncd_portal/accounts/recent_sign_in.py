"""Asks for a recent proof of identity before an act on accounts."""

from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.urls import reverse


def proof_address(user, back: str) -> str:
    """Returns the address where `user` proves who they are, before they come to the path `back`."""
    methods = get_adapter().get_reauthentication_methods(user)
    address = methods[0]["url"] if methods else reverse("account_login")
    return f"{address}?{urlencode({'next': back})}"


def recent_sign_in_required(view):
    """Makes `view` ask first for the password, a code or a passkey, unless one was just given.

    What was posted waits (`waiting_acts.py`).
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if is_reauthentication_required(request, app=""):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return wrapper
