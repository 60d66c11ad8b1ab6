from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.models import AuthorityRequest, LocalAuthorityMember, Takeover

REQUESTS_SHOWN = 50


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def authority_desk(request):
    """The requests of authorities and their members to officers, other than dossiers."""
    takeovers = Takeover.objects.answerable_by(request.user)
    missing = AuthorityRequest.objects.answerable_by(request.user)
    context = {
        "missing": missing.select_related("asked_by")[:REQUESTS_SHOWN],
        "takeovers": takeovers.select_related("authority", "asked_by")[:REQUESTS_SHOWN],
        "requests": LocalAuthorityMember.objects.answerable_by(request.user)[
            : REQUESTS_SHOWN + 1
        ].count(),
    }
    return render(request, "partnerships/members/authority_desk.html", context)
