"""« Mes sessions »: where a person sees and closes their open sessions."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cncd_portal.accounts.browser import browser_in_words
from cncd_portal.accounts.sessions import Session


@dataclass(frozen=True)
class OpenSession:
    row: Session
    is_current: bool

    @property
    def browser(self) -> str:
        return browser_in_words(self.row.browser)


def _open_sessions(request) -> list[OpenSession]:
    """The open sessions of the person, the current one first."""
    rows = Session.objects.open_of(request.user)
    found = [OpenSession(row, row.session_key == request.session.session_key) for row in rows]
    return sorted(found, key=lambda each: not each.is_current)


def _close(request, chosen: str) -> None:
    """Closes the session whose mark is `chosen`, or « others » for all; never the current one."""
    others = [each.row for each in _open_sessions(request) if not each.is_current]
    keys = [row.pk for row in others if chosen in {row.mark, "others"}]
    Session.objects.filter(pk__in=keys).delete()
    closed = ngettext("%(count)s session fermée.", "%(count)s sessions fermées.", len(keys))
    if keys:
        messages.success(request, closed % {"count": len(keys)})
    else:
        messages.info(request, _("Cette session était déjà fermée."))


@require_http_methods(["GET", "POST"])
def sessions(request):
    if request.method == "POST":
        _close(request, request.POST["close"])
        return redirect("account_sessions")
    return render(request, "account/sessions.html", {"sessions": _open_sessions(request)})
