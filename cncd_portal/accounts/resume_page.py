"""« Reprendre »: what waits for a proof of identity is sent, or given up, one by one."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cncd_portal.accounts.act_in_words import act_in_words
from cncd_portal.accounts.waiting_acts import FIELD, forget, waiting_acts


def _acts(request):
    """The acts that wait for the proof; those of an ended session are shown on every page."""
    return [act for act in waiting_acts(request.session) if not act.page]


@require_http_methods(["GET", "POST"])
def resume(request):
    if request.method == "POST":
        act = forget(request, request.POST.get("give_up", ""))
        if act and act.page:
            return redirect(act.page)
        return redirect(act.path if act and not _acts(request) else "account_resume")
    if is_reauthentication_required(request, app=""):
        raise ReauthenticationRequired
    acts = _acts(request)
    context = {"acts": [(act, act_in_words(act, request.user)) for act in acts], "field": FIELD}
    return render(request, "account/resume.html", context)
