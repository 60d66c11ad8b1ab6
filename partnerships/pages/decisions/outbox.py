"""Decisions that wait for notification, their notification in bulk, and those of an officer."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.identifiers import is_uuid, number_of
from partnerships.models import Action, Dossier
from partnerships.pages.decisions.messages_to_see import refuse_act_unshown
from partnerships.pages.decisions.my_decisions_page import MyDecisionsPage
from partnerships.pages.decisions.outbox_page import CHOSEN, PAGE_SIZE, OutboxPage, ReleasePage
from partnerships.pages.decisions.without_appeal import refuse_act_without_appeal
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def outbox(request):
    page = OutboxPage(request.user, request.GET)
    return render(request, "partnerships/decisions/outbox.html", {"page": page})


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def my_decisions(request):
    page = MyDecisionsPage(request.user, request.GET)
    return render(request, "partnerships/decisions/my_decisions.html", {"page": page})


def _chosen(data) -> list[str]:
    """Returns the uuids of the chosen dossiers, PAGE_SIZE at most."""
    return [text for text in data.getlist(CHOSEN)[:PAGE_SIZE] if is_uuid(text)]


def _seen(data, uuid):
    return number_of(data.get(f"seen-{uuid}", ""))


def _release(dossier, by, data) -> str:
    """Notifies one decision. Returns "", or why it could not be notified."""
    seen = _seen(data, dossier.uuid)
    try:
        refuse_act_without_appeal(Action.RELEASE, dossier, by=by, data=data)
        refuse_act_unshown(Action.RELEASE, dossier, by=by, data=data)
        perform(Action.RELEASE, dossier, by=by, seen=seen)
    except NotAllowed:
        return _("vous ne pouvez pas, ou plus, notifier cette décision.")
    except Refused as refused:
        return str(refused)
    return ""


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def outbox_release(request):
    """Shows what would be notified, then notifies it; a refusal does not stop the others."""
    if request.method != "POST":
        page = ReleasePage(request.user, _chosen(request.GET))
        return render(request, "partnerships/decisions/outbox_release.html", {"page": page})
    released = 0
    dossiers = Dossier.objects.visible_to(request.user).filter(uuid__in=_chosen(request.POST))
    for dossier in dossiers.order_by("updated_at", "pk"):
        why_not = _release(dossier, request.user, request.POST)
        if why_not:
            messages.warning(request, f"{dossier.reference}\u202f: {why_not}")
        else:
            released += 1
    if released:
        text = ngettext(
            "Une décision est notifiée.", "%(count)s décisions sont notifiées.", released
        )
        messages.success(request, text % {"count": released})
    return redirect("partnerships:outbox")
