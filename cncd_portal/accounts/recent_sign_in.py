"""Asks for a recent proof of identity before an act on accounts, without losing what was posted."""

from functools import wraps

from allauth.account.internal.flows.reauthentication import (
    STATE_SESSION_KEY,
    is_reauthentication_required,
    stash_and_reauthenticate,
)
from allauth.core.exceptions import ReauthenticationRequired
from django.shortcuts import render

RESUME = f"{__name__}.resume"


def recent_sign_in_required(view):
    """Makes `view` ask first for the password, a code or a passkey, unless one was just given.

    What was posted waits in the session, without passwords, until the person sends it again from
    the page of `resume`: allauth would run the view at the address of its own page. It waits until
    its own page is requested: a second click, or a refresh, shows the page of `resume` again.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not is_reauthentication_required(request, app=""):
            waiting = request.session.get(STATE_SESSION_KEY, {}).get("state", {})
            if waiting.get("path") == request.get_full_path():
                del request.session[STATE_SESSION_KEY]
            return view(request, *args, **kwargs)
        if request.method != "POST":
            raise ReauthenticationRequired
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken" and not name.startswith("password")
        ]
        state = {"path": request.get_full_path(), "fields": fields}
        return stash_and_reauthenticate(request, state, RESUME)

    return wrapper


def resume(request, state):
    """The page that sends what was posted; shown once the proof is given."""
    # allauth has just taken it out.
    request.session[STATE_SESSION_KEY] = {"state": state, "callback": RESUME}
    return render(request, "account/resume.html", state)
