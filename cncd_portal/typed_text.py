"""Removes invisible characters from what people post."""

from collections.abc import Callable

from cncd_portal.accounts.invisible import shown_text

# Fields with this in their name are left as typed: a password is compared with the former one.
AS_TYPED = "password"


def keeps_text_as_typed(view: Callable) -> Callable:
    """Marks a view that compares typed text with that of the browser: what it saves is cleaned
    later, when the form is validated.
    """
    view.keeps_text_as_typed = True
    return view


def _cleaned(name, values):
    return values if AS_TYPED in name else [shown_text(value) for value in values]


class TypedTextMiddleware:
    """Removes the invisible characters of all that is posted, except passwords."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or getattr(view, "keeps_text_as_typed", False):
            return
        cleaned = {name: _cleaned(name, values) for name, values in request.POST.lists()}
        if cleaned != dict(request.POST.lists()):
            posted = request.POST.copy()
            for name, values in cleaned.items():
                posted.setlist(name, values)
            posted._mutable = False
            request.POST = posted
