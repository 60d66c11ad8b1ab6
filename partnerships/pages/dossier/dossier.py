from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.generic import ListView

from partnerships.identifiers import uuid_of
from partnerships.models import Dossier, LocalAuthority
from partnerships.notifications.reading import mark_dossier_read
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.exchanges.conversation import unread
from partnerships.pages.components.exchanges.unsent_message import unsent_messages
from partnerships.pages.components.review_address import review_address
from partnerships.pages.components.search_box import chosen_or_found
from partnerships.pages.components.signed_out_fields import stored_fields
from partnerships.pages.dossier.dossier_edits import edits_of
from partnerships.pages.dossier.dossier_page import DossierPage
from partnerships.workflow.creation import create_dossier, requests_of
from partnerships.workflow.messages import mark_read
from partnerships.workflow.refusals import Refused


def create_from_page(request, authority, **fields) -> Dossier:
    """Creates a draft of a member, of who asked to join, or else entered by an officer.

    The page drew its uuid, so that a double click creates one dossier. `fields`: more of
    `create_dossier`. Raises Refused.
    """
    is_member = LocalAuthority.objects.of_member(request.user).filter(pk=authority.pk).exists()
    return create_dossier(
        authority,
        request.user,
        uuid=uuid_of(request.POST.get("uuid", "")),
        is_entered_by_officer=not (is_member or requests_of(request.user, authority).exists()),
        **fields,
    )


def _create(request, authority):
    try:
        dossier = create_from_page(request, authority)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("partnerships:dossier_create")
    return redirect("partnerships:dossier_step", dossier.uuid, "identite")


def _asked_for(request):
    """Returns the authority whose page the user comes from, or None."""
    key = request.GET.get("authority", "").replace("\x00", "")
    return LocalAuthority.objects.existing().filter(key=key).first() if key else None


def _authorities_offered(request):
    """Returns the authorities for which a dossier may be entered: the user's own, and those that a
    reviewer searches; or the one that the user has to join first.
    """
    existing = LocalAuthority.objects.existing()
    own = (existing.of_member(request.user) | existing.awaited_by(request.user)).select_related(
        "departement"
    )
    asked = _asked_for(request)
    is_own = asked in own if asked else False
    may_enter_for_others = request.user.has_perm("partnerships.review_dossier")
    words, results = request.GET.get("q", ""), None
    if may_enter_for_others and not is_own:
        results = chosen_or_found(request.GET.get("authority", ""), words)
    return {
        "authorities": own,
        "asked": asked,
        "to_join": None if is_own or may_enter_for_others else asked,
        "may_enter_for_others": may_enter_for_others,
        "words": words,
        "results": results,
    }


def dossier_create(request):
    """Creates a dossier for an authority of the user, or that they asked to join.

    A reviewer may also enter one on behalf of any other authority. The page of an authority leads
    here with its key: it is then the one proposed, or the one to join.
    """
    error = ""
    if request.method == "POST":
        key = request.POST.get("authority", "").replace("\x00", "")
        authority = LocalAuthority.objects.existing().filter(key=key).first()
        if authority:
            return _create(request, authority)
        error = _("Choisissez la collectivité qui dépose.")
    context = {**_authorities_offered(request), "uuid": uuid4(), "error": error}
    return render(request, "partnerships/dossier/dossier_create.html", context)


def show_dossier(request, dossier, reason="", status=200):
    """The page of a dossier; `reason` is the text of a refused attempt to decline a part."""
    page = DossierPage(
        dossier,
        request.user,
        stored_fields=stored_fields(request),
        unsent=unsent_messages(request, dossier.uuid),
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
            return redirect(review_address(request, uuid))
        raise
    return show_dossier(request, dossier)


class DossierBin(ListView):
    """The bin: discarded drafts, which can be restored."""

    template_name = "partnerships/dossier/dossier_bin.html"
    context_object_name = "dossiers"
    paginate_by = 50

    def get_queryset(self):
        dossiers = Dossier.objects.visible_to(self.request.user).written_by(self.request.user)
        discarded = dossiers.filter(discarded_at__isnull=False)
        return discarded.for_list().order_by("-discarded_at", "-pk")
