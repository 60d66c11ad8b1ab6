from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.forms.review_assignment import chosen_officer
from partnerships.models import Dossier
from partnerships.views.dossier import seen_by
from partnerships.workflow import NotAllowed, Refused, assign_file


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def assign(request, uuid):
    """Give one file to an officer."""
    rows = Dossier.objects.reviewable_by(request.user).for_list()
    dossier = get_object_or_404(rows.filter(submission_count__gt=0), uuid=uuid)
    to = chosen_officer(request.POST.get("to", ""))
    try:
        if to is None:
            raise Refused(_("Choisissez à qui confier ce dossier."))
        assign_file(dossier, by=request.user, to=to, seen=seen_by(request))
    except NotAllowed:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le dossier est confié à %(name)s.") % {"name": to})
    return redirect("partnerships:review_detail", uuid)
