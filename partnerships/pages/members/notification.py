from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.identifiers import number_of
from partnerships.models import Dossier
from partnerships.notifications.events import BY_NAME
from partnerships.notifications.preferences import choose, mute
from partnerships.notifications.reading import (
    mark_all_read,
    mark_kind_read,
    mark_notification_read,
)
from partnerships.pages.components.review_address import origin_suffix
from partnerships.pages.members.notification_page import NotificationChoices, NotificationPage


@require_safe
def notification_list(request):
    page = NotificationPage(request.user, request.GET)
    return render(request, "partnerships/members/notification_list.html", {"page": page})


@require_POST
def notification_read(request):
    """Marks one notification as read; those of one kind, up to a last one; or all of them if
    nothing is named.
    """
    key, kind = request.POST.get("notification", ""), request.POST.get("kind", "")
    if kind:
        return _mark_kind(request, kind, number_of(request.POST.get("last", "")))
    if not key:
        mark_all_read(request.user)
        messages.success(request, _("Tout est marqué comme lu."))
    elif number_of(key):
        mark_notification_read(request.user, number_of(key))
    else:
        raise Http404
    return redirect("partnerships:notification_list")


def _mark_kind(request, kind, last):
    if kind not in BY_NAME or not last:
        raise Http404
    count = mark_kind_read(request.user, kind, last)
    text = ngettext("Une est marquée comme lue.", "%(count)s sont marquées comme lues.", count)
    label = BY_NAME[kind].label
    messages.success(request, f"{label}\u202f: {text % {'count': count}}")
    return redirect("partnerships:notification_list")


@require_http_methods(["GET", "HEAD", "POST"])
def notification_choices(request):
    form = NotificationChoices(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        choose(request.user, form.frequencies)
        messages.success(request, _("Vos choix sont enregistrés."))
        return redirect("partnerships:notification_choices")
    status = 422 if form.errors else 200
    context = {"form": form, "muted": form.muted}
    return render(request, "partnerships/members/notification_choices.html", context, status=status)


@require_POST
def dossier_mute(request, uuid):
    """Mutes or unmutes a dossier that the user can see, as `is_muted` says."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), uuid=uuid)
    is_muted = request.POST.get("is_muted", "") == "1"
    mute(request.user, dossier, is_muted=is_muted)
    if is_muted:
        messages.success(
            request, _("Vous ne recevrez plus rien de ce dossier, sauf la décision notifiée.")
        )
    else:
        messages.success(request, _("Vous êtes de nouveau prévenu de ce qui arrive à ce dossier."))
    if request.POST.get("from", "") == "choices":
        return redirect("partnerships:notification_choices")
    return redirect(f"{dossier.get_absolute_url()}{origin_suffix(request.GET)}")
