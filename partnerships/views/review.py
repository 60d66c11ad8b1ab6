import re

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.document.schema import LABELS
from partnerships.forms.review_page import ACTIONS, ASKED, ReviewPage
from partnerships.models import Dossier, Visibility
from partnerships.permissions import may_review
from partnerships.workflow import Action, NotAllowed, Refused, perform, post_message

DONE = {
    Action.START_REVIEW: _("Vous instruisez ce dossier."),
    Action.REQUEST_CHANGES: _("Vos demandes sont envoyées à la collectivité."),
    Action.ACCEPT: _("Le dossier est accepté et publié\u202f; la collectivité est prévenue."),
    Action.REJECT: _("Le dossier est refusé\u202f; la collectivité est prévenue."),
    Action.DECIDE: _("La décision est prise\u202f; la collectivité ne la connaît pas encore."),
    Action.RELEASE: _("La décision est notifiée."),
    Action.TAKE_BACK: _("La décision est reprise\u202f: le dossier est de nouveau en instruction."),
    Action.REOPEN: _("Le dossier est rouvert\u202f: vous l’instruisez."),
}


def _dossier_or_404(request, uuid):
    """A deposited file that the officer may instruct; their own authority's is read elsewhere."""
    rows = Dossier.objects.visible_to(request.user).for_list()
    rows = rows.select_related("base_version", "partnership__current_version")
    return get_object_or_404(rows.filter(submission_count__gt=0), uuid=uuid)


def _show(request, dossier, status=200, **kept):
    page = ReviewPage(dossier, request.user, **kept)
    context = {"page": page, "dossier": dossier, "reading": page.reading}
    return render(request, "partnerships/review_detail.html", context, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def review_detail(request, uuid):
    dossier = _dossier_or_404(request, uuid)
    if not may_review(request.user, dossier):
        messages.info(request, _("Ce dossier est celui de votre collectivité, ou saisi par vous."))
        return redirect(dossier)
    return _show(request, dossier)


def _details(action, data):
    if action == Action.REQUEST_CHANGES:
        ranks = range(1, ASKED + 1)
        asked = [(data.get(f"field-{rank}", ""), data.get(f"body-{rank}", "")) for rank in ranks]
        return {"messages": [(path if path in LABELS else "", body) for path, body in asked]}
    if action in (Action.ACCEPT, Action.REJECT):
        return {"grounds": data.get("grounds", "")}
    if action == Action.DECIDE:
        outcome = data.get("outcome", "")
        if outcome not in ("accepted", "rejected"):
            raise Refused(_("Choisissez\u202f: accepter, ou refuser."))
        return {"outcome": outcome, "grounds": data.get("grounds", "")}
    return {"reason": data.get("reason", "")} if action == Action.REOPEN else {}


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def review_action(request, uuid, action):
    dossier = _dossier_or_404(request, uuid)
    if action not in ACTIONS or not may_review(request.user, dossier):
        raise Http404
    seen = request.POST.get("seen", "")
    seen = int(seen) if re.fullmatch("[0-9]{1,9}", seen) else 0
    try:
        details = _details(action, request.POST)
        perform(Action(action), dossier, by=request.user, seen=seen, **details)
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        dossier.refresh_from_db()
        return _show(
            request, dossier, status=409, typed=request.POST, error=str(refused), action=action
        )
    messages.success(request, DONE[action])
    return redirect("partnerships:review_detail", uuid)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def review_message(request, uuid):
    dossier = _dossier_or_404(request, uuid)
    if not may_review(request.user, dossier):
        raise Http404
    visibility = request.POST.get("visibility", "")
    try:
        if visibility not in Visibility.values:
            raise Refused(_("Dites à qui ce message s’adresse."))
        body = request.POST.get("body", "")
        post_message(dossier, by=request.user, body=body, visibility=visibility)
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        return _show(
            request, dossier, status=409, typed=request.POST, error=str(refused), action="message"
        )
    messages.success(request, _("Le message est enregistré."))
    return redirect("partnerships:review_detail", uuid)
