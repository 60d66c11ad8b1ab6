from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.models import Absence
from partnerships.pages.queue.absence_page import AbsenceForm, AbsencePage
from partnerships.workflow.officers.absence import declare_absence, end_absence
from partnerships.workflow.refusals import Refused


def _declare(user, form):
    """Declares the absence. Returns False, with errors in the form, when it is refused."""
    if not form.is_valid():
        return False
    data = form.cleaned_data
    officer = data.get("officer") or user
    try:
        declare_absence(officer, data["delegate"], data["starts_on"], data["ends_on"], by=user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request):
    """The user's absences (everyone's for a lead reviewer), and the form to declare one."""
    form = AbsenceForm(request.user, request.POST or None)
    if request.method == "POST" and _declare(request.user, form):
        messages.success(request, _("L’absence est déclarée\u202f; le remplaçant est prévenu."))
        return redirect("partnerships:absences")
    context = {"form": form, "page": AbsencePage(request.user)}
    status = 422 if form.errors else 200
    return render(request, "partnerships/queue/absences.html", context, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def absence_end(request, pk):
    absence = get_object_or_404(Absence.objects.visible_to(request.user), pk=pk)
    end_absence(absence, by=request.user)
    messages.success(request, _("L’absence est levée\u202f: les dossiers reviennent aujourd’hui."))
    return redirect("partnerships:absences")
