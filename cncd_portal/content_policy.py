"""What a view's pages may do that the policy of the portal (settings) refuses."""

from collections.abc import Callable

from csp.constants import SELF

ANYWHERE = {"frame-ancestors": ["*"]}
OWN_FRAMES = {"frame-src": [SELF]}


def content_policy(directives: dict[str, list[str]]) -> Callable:
    """Marks a view whose answers have these `directives` in place of those of the portal.

    `headers.py` writes them, so that kept pages have them too.
    """

    def mark(view):
        view.content_policy = directives
        return view

    return mark
