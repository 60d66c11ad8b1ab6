from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.models import Partnership
from partnerships.pages.components.throttle import Throttle
from partnerships.people.joining import ask_to_join, authorities_that_may_ask
from partnerships.workflow.refusals import Refused

MOST_A_DAY = 5


def _send(request, partnership, authority, text):
    if authority is None:
        raise Refused(_("Choisissez la collectivité au nom de laquelle vous écrivez."))
    sent = Throttle(
        f"joining:{partnership.public_id}:{request.user.pk}", most=MOST_A_DAY, seconds=24 * 60 * 60
    )
    if sent.is_reached:
        raise Refused(_("Vous avez déjà écrit plusieurs fois aujourd’hui\u202f: attendez demain."))
    ask_to_join(partnership, authority, by=request.user, text=text)
    sent.count()
    lead = partnership.lead_authority.current
    text = _("Votre demande est envoyée aux membres de %(lead)s.") % {"lead": lead}
    messages.success(request, text)
    return redirect(partnership)


@require_http_methods(["GET", "HEAD", "POST"])
def joining(request, public_id):
    """Asks the lead authority to add one's authority, instead of declaring a duplicate."""
    partnerships = Partnership.objects.declared().select_related("lead_authority__successor")
    partnership = get_object_or_404(partnerships, public_id=public_id)
    own = list(authorities_that_may_ask(partnership, request.user))
    if not own:
        raise Http404
    text, error = request.POST.get("text", ""), ""
    chosen = own[0].key if len(own) == 1 else request.POST.get("authority", "")
    if request.method == "POST":
        authority = next((each for each in own if each.key == chosen), None)
        try:
            return _send(request, partnership, authority, text)
        except Refused as refused:
            error = str(refused)
    context = {
        "partnership": partnership,
        "lead": partnership.lead_authority.current,
        "authorities": own,
        "chosen": chosen,
        "text": text,
        "error": error,
    }
    return render(
        request, "partnerships/members/joining.html", context, status=422 if error else 200
    )
