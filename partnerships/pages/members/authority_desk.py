from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.models import AuthorityRequest, LocalAuthorityMember, Takeover

SHOWN = 50


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def authority_desk(request):
    """Requests of authorities and members to officers, dossiers apart."""
    takeovers = Takeover.objects.answerable_by(request.user)
    missing = AuthorityRequest.objects.answerable_by(request.user)
    context = {
        "missing": missing.select_related("asked_by")[:SHOWN],
        "takeovers": takeovers.select_related("authority", "asked_by")[:SHOWN],
        "requests": LocalAuthorityMember.objects.answerable_by(request.user)[: SHOWN + 1].count(),
    }
    return render(request, "partnerships/members/authority_desk.html", context)
