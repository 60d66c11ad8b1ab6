from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.models import Partnership
from partnerships.pages.cleaning.correction_page import CorrectionPage
from partnerships.pages.components.access import sequence_seen
from partnerships.pages.components.review_address import dossier_opened_from
from partnerships.permissions import may_correct
from partnerships.workflow.decisions.correction import correct_page
from partnerships.workflow.refusals import Refused


def _show(request, page, status=200):
    back = dossier_opened_from(request, page.partnership)
    context = {"page": page, "partnership": page.partnership, "back": back}
    return render(request, "partnerships/cleaning/correction.html", context, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request, public_id):
    """Corrects texts of a published page: shows the changed words first, then asks to confirm."""
    rows = Partnership.objects.listed().select_related("current_version", "lead_authority")
    partnership = get_object_or_404(rows, public_id=public_id)
    if not may_correct(request.user, partnership):
        raise Http404
    if request.method != "POST":
        return _show(request, CorrectionPage(partnership))
    page = CorrectionPage(partnership, typed=request.POST)
    if request.POST.get("do") != "confirm" or page.has_errors:
        return _show(request, page, status=422 if page.has_errors else 200)
    seen = sequence_seen(request)
    is_current = seen == partnership.current_version.number
    if is_current and request.POST.get("shown") != page.shown:
        return _show(request, page)
    try:
        correct_page(
            partnership, seen, page.changes, by=request.user, reason=request.POST.get("reason", "")
        )
    except Refused as refused:
        page.error = str(refused)
        return _show(request, page, status=409)
    messages.success(request, _("La fiche est corrigée\u202f; sa collectivité est prévenue."))
    return redirect(dossier_opened_from(request, partnership) or partnership)
