from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.models import AuthorityRequest, LocalAuthorityMember, Takeover

REQUESTS_SHOWN = 50


def show_desk(request, refused=None, status=200):
    """Renders the requests. `refused`: a takeover whose answer was refused; its text stays."""
    takeovers = Takeover.objects.answerable_by(request.user)
    missing = AuthorityRequest.objects.answerable_by(request.user)
    context = {
        "missing": missing.select_related("asked_by")[:REQUESTS_SHOWN],
        "takeovers": takeovers.select_related("authority", "asked_by")[:REQUESTS_SHOWN],
        "requests": LocalAuthorityMember.objects.answerable_by(request.user)[
            : REQUESTS_SHOWN + 1
        ].count(),
        "refused": refused,
        "typed": request.POST.get("answer", ""),
    }
    return render(request, "partnerships/members/authority_desk.html", context, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def authority_desk(request):
    """The requests of authorities and their members to officers, other than dossiers."""
    return show_desk(request)
