from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.models import BulkAct, Dossier, DossierStatus
from partnerships.pages.queue.officer_choice import offered_officers, with_regions
from partnerships.workflow.bulk.plan import prepare
from partnerships.workflow.officers.officers import chosen_officer
from partnerships.workflow.refusals import Refused


def _unassigned():
    return Dossier.objects.filter(status=DossierStatus.SUBMITTED, reviewer__isnull=True)


@permission_required("partnerships.lead_review", raise_exception=True)
@require_safe
def team(request):
    """The officers with their workload, and the number of unassigned dossiers."""
    rows = with_regions(offered_officers(with_gone=True))
    context = {"rows": rows, "to_take": _unassigned().count()}
    return render(request, "partnerships/queue/team.html", context)


@permission_required("partnerships.lead_review", raise_exception=True)
@require_POST
def share(request):
    """Prepares the assignment of all the dossiers of an officer, present or gone, or of the
    unassigned ones.
    """
    dossiers = _unassigned()
    if "officer" in request.POST:
        officer = chosen_officer(request.POST["officer"])
        if officer is None:
            raise Http404
        dossiers = Dossier.objects.open().filter(reviewer=officer)
    try:
        return redirect(prepare(BulkAct.ASSIGN, dossiers, by=request.user))
    except Refused:
        messages.info(request, _("Aucun dossier n’est à répartir."))
        return redirect("partnerships:team")
