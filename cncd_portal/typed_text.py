"""Removes invisible characters from what people send: forms, and addresses of searches.

A line end becomes one character, as browsers count it: a text at its limit is not refused.
"""

from collections.abc import Callable

from django.http import QueryDict

from cncd_portal.accounts.invisible import shown_text

# Fields with this in their name are left as typed: a password is compared with the former one.
AS_TYPED = "password"


def keeps_text_as_typed(view: Callable) -> Callable:
    """Marks a view that compares typed text with that of the browser: what it saves is cleaned
    later, when the form is validated.
    """
    view.keeps_text_as_typed = True
    return view


def _cleaned_text(text: str) -> str:
    return shown_text(text).replace("\r\n", "\n")


def _cleaned(sent: QueryDict) -> QueryDict:
    """Returns `sent`, or a copy without invisible characters where it has some."""
    shown = {
        name: values if AS_TYPED in name else [_cleaned_text(value) for value in values]
        for name, values in sent.lists()
    }
    if shown == dict(sent.lists()):
        return sent
    cleaned = sent.copy()
    for name, values in shown.items():
        cleaned.setlist(name, values)
    cleaned._mutable = False
    return cleaned


class TypedTextMiddleware:
    """Removes the invisible characters of all that is sent, except passwords."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.GET = _cleaned(request.GET)
        if request.method == "POST" and not getattr(view, "keeps_text_as_typed", False):
            request.POST = _cleaned(request.POST)
