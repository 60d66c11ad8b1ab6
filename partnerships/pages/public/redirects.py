"""Redirects to the page of what an address names by another code, or of what it was merged into."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from partnerships.models import Facet
from partnerships.registry.codes.other import current_profile


def redirect_to_current(current):
    """Returns a permanent redirect that browsers revalidate: a merge may be undone."""
    response = redirect(current, permanent=True)
    response["Cache-Control"] = "no-cache"
    return response


def by_other_codes(facet: Facet) -> Callable:
    """Marks a view of one row, which the address names by its key: a 404 of the view becomes a
    redirect where the address names the row otherwise. The name of the view has that of the facet,
    of which another one may have the page of the row.
    """

    def mark(view):
        @wraps(view)
        def found(request, **named):
            try:
                return view(request, **named)
            except Http404:
                [(parameter, key)] = named.items()
                current = current_profile(facet, str(key))
                if current in (None, (facet, str(key))):
                    raise
                own_facet, own_key = current
                name = request.resolver_match.view_name.replace(
                    facet.name.lower(), own_facet.name.lower()
                )
                return redirect_to_current(reverse(name, kwargs={parameter: own_key}))

        return found

    return mark
