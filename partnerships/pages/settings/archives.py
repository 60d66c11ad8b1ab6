"""The archives, for lead reviewers: dossiers refused or withdrawn, and their retention periods."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.models import Action, Dossier
from partnerships.pages.components.access import sequence_seen
from partnerships.pages.settings.archive_page import ArchivePage
from partnerships.pages.settings.retention_page import RetentionPage
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused


@permission_required("partnerships.lead_review", raise_exception=True)
@require_safe
def archive_list(request):
    page = ArchivePage(request.user, request.GET)
    return render(request, "partnerships/settings/archive_list.html", {"page": page})


@permission_required("partnerships.lead_review", raise_exception=True)
@require_POST
def archive_return(request, uuid):
    """Takes a dossier out of the archives: its status is unchanged and its retention restarts."""
    dossier = get_object_or_404(Dossier.objects.archived_for(request.user), uuid=uuid)
    try:
        perform(Action.UNARCHIVE, dossier, by=request.user, seen=sequence_seen(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("partnerships:archive_list")
    messages.success(
        request, _("%(reference)s est sorti des archives.") % {"reference": dossier.reference}
    )
    return redirect("partnerships:review_detail", uuid)


@permission_required("partnerships.lead_review", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request):
    page = RetentionPage(request.POST if request.method == "POST" else None)
    if page.data is not None and page.is_valid():
        page.save()
        messages.success(request, _("Les durées sont enregistrées."))
        return redirect("partnerships:retention")
    status = 200 if page.data is None else 422
    return render(request, "partnerships/settings/retention.html", {"page": page}, status=status)
