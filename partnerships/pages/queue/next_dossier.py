from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from partnerships.models import SkippedDossier
from partnerships.pages.components.access import deposited_or_404, officers_only, sequence_seen
from partnerships.permissions import may_review
from partnerships.workflow.officers.next_dossier import most_urgent_dossier, skipped_count


@officers_only
@require_safe
def next_dossier(request):
    """Redirects to the most urgent dossier of the officer; shows a page when there is none."""
    dossier = most_urgent_dossier(request.user)
    if dossier is None:
        context = {"skipped": skipped_count(request.user)}
        return render(request, "partnerships/queue/next_none.html", context)
    return redirect(f"{reverse('partnerships:review_detail', args=[dossier.uuid])}?suivant=1")


@officers_only
@require_POST
def skip(request, uuid):
    """Skips a dossier until it changes after the state that the page displayed."""
    dossier = deposited_or_404(request, uuid)
    if not may_review(request.user, dossier):
        raise Http404
    SkippedDossier.objects.update_or_create(
        officer=request.user,
        dossier=dossier,
        defaults={"sequence": sequence_seen(request), "at": timezone.now()},
    )
    return redirect("partnerships:next_dossier")


@officers_only
@require_POST
def skip_nothing(request):
    """Forgets all skipped dossiers."""
    SkippedDossier.objects.filter(officer=request.user).delete()
    return redirect("partnerships:next_dossier")
