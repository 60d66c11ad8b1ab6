from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.models import LocalAuthorityMember, MemberRole, Takeover
from partnerships.pages.members.authority_desk import show_desk
from partnerships.people.takeover import answer_takeover, ask_takeover
from partnerships.workflow.refusals import Refused


def takeover_create(request, pk):
    """The form « Aucun gestionnaire ne répond », for a contributor's own membership."""
    own = LocalAuthorityMember.objects.active().filter(role=MemberRole.CONTRIBUTOR)
    membership = get_object_or_404(own.filter(user=request.user), pk=pk)
    reason, error = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            ask_takeover(membership.authority, by=request.user, reason=reason)
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(
                request,
                _("Votre demande est envoyée à l’administration\u202f: vous serez prévenu."),
            )
            return redirect("partnerships:membership_list")
    context = {"membership": membership, "reason": reason, "error": error}
    return render(request, "partnerships/members/takeover_form.html", context)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def takeover_answer(request, pk, answer):
    if answer not in ("accepter", "refuser"):
        raise Http404
    if Takeover.objects.filter(pk=pk, answered_at__isnull=False).exists():
        messages.info(request, _("Cette demande avait déjà sa réponse."))
        return redirect("partnerships:authority_desk")
    takeover = get_object_or_404(Takeover.objects.answerable_by(request.user), pk=pk)
    try:
        answer_takeover(
            takeover,
            by=request.user,
            is_accepted=answer == "accepter",
            answer=request.POST.get("answer", ""),
            demotes=request.POST.get("demotes") == "on",
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return show_desk(request, refused=takeover, status=409)
    messages.success(request, _("C’est fait\u202f: les personnes concernées sont prévenues."))
    return redirect("partnerships:authority_desk")
