from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.models import Dossier, LocalAuthority, Partnership
from partnerships.workflow.amendment import ASSERTION, AlreadyOpen, create_claim


def _claim(request, partnership, authority):
    try:
        dossier = create_claim(partnership, request.user, authority)
    except AlreadyOpen as already_open:
        messages.info(request, str(already_open))
        return redirect(already_open.dossier)
    messages.success(
        request, _("Complétez ce que la source ne dit pas, puis déposez. Tout est gardé à mesure.")
    )
    return redirect(dossier)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request, public_id):
    """The page of « C’est nous »: a member declares an imported twinning of their authority."""
    claimable = Partnership.objects.claimable_by(request.user).select_related("current_version")
    partnership = get_object_or_404(claimable, public_id=public_id)
    own = LocalAuthority.objects.of_member(request.user).filter(partnerships=partnership)
    authorities = list(own)
    error = ""
    chosen = authorities[0].key if len(authorities) == 1 else request.POST.get("authority", "")
    if request.method == "POST":
        authority = next((each for each in authorities if each.key == chosen), None)
        if authority is None:
            error = _("Choisissez la collectivité qui déclare.")
        elif not request.POST.get("asserted"):
            error = _("Cochez la phrase qui dit que ce partenariat est le vôtre.")
        else:
            return _claim(request, partnership, authority)
    context = {
        "partnership": partnership,
        "authorities": authorities,
        "chosen": chosen,
        "assertion": ASSERTION,
        "error": error,
        "error_at": "authority" if error and len(authorities) > 1 and not chosen else "asserted",
        "open_dossier": Dossier.objects.open()
        .filter(partnership=partnership)
        .select_related("lead_authority")
        .first(),
    }
    return render(request, "partnerships/dossier/claim.html", context, status=422 if error else 200)
