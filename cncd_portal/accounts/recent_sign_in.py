"""Asks for a recent proof of identity before an act on accounts."""

from functools import wraps

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired


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
