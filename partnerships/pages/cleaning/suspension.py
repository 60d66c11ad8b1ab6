from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.cleaning.suspension import resume_page, suspend_page
from partnerships.identifiers import number_of
from partnerships.models import Partnership, Suspension
from partnerships.pages.components.access import sequence_seen
from partnerships.pages.components.review_address import dossier_opened_from
from partnerships.permissions import may_suspend
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.workflow.refusals import Refused


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def suspension_list(request):
    """The list of suspended pages, then of past suspensions."""
    standing = Suspension.objects.standing().for_list()
    ended = Suspension.objects.filter(resumed_at__isnull=False).for_list()
    page = paginate(
        [standing, ended],
        Order("suspended_at"),
        after=request.GET.get(AFTER, ""),
        before=request.GET.get(BEFORE, ""),
    )
    context = {"page": page, "count": Suspension.objects.standing().count()}
    return render(request, "partnerships/cleaning/suspension_list.html", context)


def _act(request, partnership):
    """Ends the suspension that the form names, or suspends the page when it names none."""
    data, seen = request.POST, sequence_seen(request)
    named = data.get("suspension", "")
    if not named:
        suspend_page(partnership, seen, by=request.user, reason=data.get("reason", ""))
        return _("La fiche n’est plus publique\u202f; sa collectivité le sait.")
    suspensions = partnership.suspensions.filter(pk=number_of(named))
    suspension = get_object_or_404(suspensions)
    resume_page(suspension, seen, by=request.user, reason=data.get("reason", ""))
    return _("La fiche est de nouveau publique\u202f; sa collectivité le sait.")


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def suspension_detail(request, public_id):
    """Suspends a page or ends its suspension, with a reason; shows its past suspensions."""
    rows = Partnership.objects.visible_to(request.user).filter(merged_into__isnull=True)
    rows = rows.select_related("current_version", "lead_authority")
    partnership = get_object_or_404(rows, public_id=public_id)
    error, reason = "", request.POST.get("reason", "")
    back = dossier_opened_from(request, partnership)
    if request.method == "POST":
        try:
            messages.success(request, _act(request, partnership))
        except Refused as refused:
            error = str(refused)
        else:
            return redirect(back) if back else redirect("partnerships:suspension_detail", public_id)
    context = {
        "partnership": partnership,
        "back": back,
        "standing": partnership.suspensions.standing().first(),
        "may_suspend": may_suspend(request.user, partnership),
        "history": partnership.suspensions.for_list(),
        "error": error,
        "reason": reason,
    }
    status = 422 if error else 200
    return render(request, "partnerships/cleaning/suspension_detail.html", context, status=status)
