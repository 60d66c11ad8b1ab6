"""Where the address of a record that was merged leads."""

from django.shortcuts import redirect


def redirect_to_current(current):
    """Permanent for who keeps the address, and asked again each time: a merge may be undone."""
    response = redirect(current, permanent=True)
    response["Cache-Control"] = "no-cache"
    return response
