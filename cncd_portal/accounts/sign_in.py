"""Where the sign-in leads back to when a session has ended."""

from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.utils.http import url_has_allowed_host_and_scheme


def _page_of_form(request) -> str:
    """Returns the path of our page whose form was sent, "" if the browser does not say."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(page)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    # Alone, « //elsewhere/ » names another site.
    return path if url_has_allowed_host_and_scheme(path, None) else ""


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads people who sent a form without a session back to its page, once they have signed in.

    The address that a form is sent to often answers nothing else, and would be a dead end.
    """

    def handle_no_permission(self, request, view_func):
        page = _page_of_form(request) if request.method == "POST" else ""
        if not page:
            return super().handle_no_permission(request, view_func)
        field = self.get_redirect_field_name(view_func)
        return redirect_to_login(page, self.get_login_url(view_func), field)
