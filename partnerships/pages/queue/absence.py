from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.identifiers import number_of
from partnerships.models import Absence
from partnerships.pages.queue.absence_page import AbsenceForm, AbsencePage
from partnerships.workflow.officers.absence import (
    change_absence,
    declare_absence,
    end_absence,
    may_declare,
)
from partnerships.workflow.refusals import Refused

# In the address: the absence to change.
CHANGED = "changer"
DECLARED = _("L’absence est déclarée\u202f; le remplaçant est prévenu.")
CHANGE_DONE = _("L’absence est changée\u202f; le remplaçant est prévenu.")
CANCELLED = _("L’absence est annulée.")
LIFTED = _("L’absence est levée\u202f: les dossiers reviennent aujourd’hui.")


def _changed(request):
    """Returns the absence that the address names, to be changed, or None. Raises Http404."""
    if CHANGED not in request.GET:
        return None
    rows = Absence.objects.visible_to(request.user).filter(ends_on__gte=timezone.localdate())
    absence = get_object_or_404(rows, pk=number_of(request.GET[CHANGED]))
    if not may_declare(request.user, absence.officer):
        raise Http404
    return absence


def _declare(user, form, changed):
    """Declares or changes an absence. Returns False, with errors in the form, when refused."""
    if not form.is_valid():
        return False
    data = form.cleaned_data
    details = (data["delegate"], data["starts_on"], data["ends_on"])
    try:
        if changed:
            change_absence(changed, *details, by=user)
        else:
            declare_absence(data.get("officer") or user, *details, by=user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request):
    """The user's absences (everyone's for a lead reviewer), and the form to declare one, or to
    change the one that the address names.
    """
    changed = _changed(request)
    form = AbsenceForm(request.user, request.POST or None, changed=changed)
    if request.method == "POST" and _declare(request.user, form, changed):
        messages.success(request, CHANGE_DONE if changed else DECLARED)
        return redirect("partnerships:absences")
    context = {"form": form, "page": AbsencePage(request.user), "changed": changed}
    status = 422 if form.errors else 200
    return render(request, "partnerships/queue/absences.html", context, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def absence_end(request, pk):
    absence = get_object_or_404(Absence.objects.visible_to(request.user), pk=pk)
    end_absence(absence, by=request.user)
    is_cancelled = absence.starts_on > timezone.localdate()
    messages.success(request, CANCELLED if is_cancelled else LIFTED)
    return redirect("partnerships:absences")
