from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.generic import ListView

from partnerships.models import Dossier, LocalAuthority
from partnerships.notifications.reading import mark_dossier_read
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.conversation import unread
from partnerships.pages.components.search_box import chosen_or_found
from partnerships.pages.dossier.dossier_edits import edits_of
from partnerships.pages.dossier.dossier_page import DossierPage
from partnerships.pages.dossier.signed_out_fields import stored_fields
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.messages import mark_read
from partnerships.workflow.refusals import Refused


def _uuid(text):
    """The uuid sent by the page, so that a double click creates one dossier."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _create(request, authority):
    belongs = LocalAuthority.objects.of_member(request.user).filter(pk=authority.pk).exists()
    try:
        dossier = create_dossier(
            authority,
            request.user,
            uuid=_uuid(request.POST.get("uuid", "")),
            is_entered_by_officer=not belongs,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("partnerships:dossier_create")
    return redirect("partnerships:dossier_step", dossier.uuid, "identite")


def dossier_create(request):
    """Create a dossier for an authority of one's own; an officer may do so for any other."""
    error = ""
    if request.method == "POST":
        key = request.POST.get("authority", "").replace("\x00", "")
        authority = LocalAuthority.objects.existing().filter(key=key).first()
        if authority:
            return _create(request, authority)
        error = _("Choisissez la collectivité qui dépose.")
    words = request.GET.get("q", "")
    may_enter_for_others = request.user.has_perm("partnerships.review_dossier")
    context = {
        "authorities": LocalAuthority.objects.existing()
        .of_member(request.user)
        .select_related("departement"),
        "may_enter_for_others": may_enter_for_others,
        "words": words,
        "results": chosen_or_found(request.GET.get("authority", ""), words)
        if may_enter_for_others
        else None,
        "uuid": uuid4(),
        "error": error,
    }
    return render(request, "partnerships/dossier/dossier_create.html", context)


def show_dossier(request, dossier, reason="", status=200):
    """The page of a dossier; `reason`: text typed to decline a part, when it was refused."""
    page = DossierPage(
        dossier,
        request.user,
        kept=stored_fields(request),
        unsent=request.session.get("unsent", {}).get(str(dossier.uuid)),
    )
    context = {
        "page": page,
        "dossier": dossier,
        "reason": reason,
        "edits": edits_of(dossier, request.user),
    }
    mark_dossier_read(request.user, dossier)
    response = render(request, "partnerships/dossier/dossier_detail.html", context, status=status)
    mark_read(unread(page.messages), by=request.user, as_officer=False)
    return response


@require_GET
def dossier_detail(request, uuid):
    try:
        dossier = own_dossier_or_404(request.user, uuid)
    except Http404:
        visible = Dossier.objects.visible_to(request.user).filter(uuid=uuid)
        if visible.exists():
            return redirect("partnerships:review_detail", uuid)
        raise
    return show_dossier(request, dossier)


class DossierBin(ListView):
    """Drafts in the bin, which can be restored."""

    template_name = "partnerships/dossier/dossier_bin.html"
    context_object_name = "dossiers"
    paginate_by = 50

    def get_queryset(self):
        thrown = Dossier.objects.written_by(self.request.user).filter(discarded_at__isnull=False)
        return thrown.for_list().order_by("-discarded_at", "-pk")
