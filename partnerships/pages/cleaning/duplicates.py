from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.cleaning.duplicates import dismiss, examine_again
from partnerships.models import DuplicatePair
from partnerships.pages.cleaning.duplicates_page import DuplicatesPage
from partnerships.pages.cleaning.merge import show_pair
from partnerships.permissions import may_merge
from partnerships.workflow.refusals import Refused


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def duplicate_list(request):
    context = {"page": DuplicatesPage(request.GET), "may_merge": may_merge(request.user)}
    return render(request, "partnerships/cleaning/duplicate_list.html", context)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def duplicate_settle(request, pk, answer):
    """Dismisses a pair (« Ce n’est pas un doublon »), or puts it back to be examined."""
    pair = get_object_or_404(DuplicatePair, pk=pk)
    seen = request.POST.get("seen", "").split()
    try:
        if answer == "ecarter":
            because = request.POST.get("because", "")
            dismiss(pair, by=request.user, seen=seen, because=because)
            messages.success(request, _("C’est retenu\u202f: ce doublon ne sera plus proposé."))
        elif answer == "reprendre":
            examine_again(pair, by=request.user)
            messages.success(request, _("Ce doublon est de nouveau à examiner."))
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, str(refused))
        return show_pair(request, pair, status=409)
    return redirect("partnerships:duplicate_list")
