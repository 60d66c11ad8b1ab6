"""« Reprendre »: what waits for a proof of identity is sent, or given up, one by one."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cncd_portal.accounts.act_in_words import act_in_words
from cncd_portal.accounts.waiting_acts import FIELD, forget, waiting_acts


@require_http_methods(["GET", "POST"])
def resume(request):
    if request.method == "POST":
        act = forget(request, request.POST.get("give_up", ""))
        is_last = act and not waiting_acts(request.session)
        return redirect(act.path if is_last else "account_resume")
    if is_reauthentication_required(request, app=""):
        raise ReauthenticationRequired
    acts = waiting_acts(request.session)
    context = {"acts": [(act, act_in_words(act, request.user)) for act in acts], "field": FIELD}
    return render(request, "account/resume.html", context)
