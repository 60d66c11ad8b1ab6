"""Redirects from the addresses of merged records."""

from django.shortcuts import redirect


def redirect_to_current(current):
    """Returns a permanent redirect that browsers revalidate: a merge may be undone."""
    response = redirect(current, permanent=True)
    response["Cache-Control"] = "no-cache"
    return response
