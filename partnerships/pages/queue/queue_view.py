from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.models import QueueView
from partnerships.pages.queue.queue_listing import posted_listing
from partnerships.pages.queue.queue_view_form import QueueViewForm, set_shown


def _list(request, form=None, faulty=None, status=200):
    """Renders the views. `form`: the form of a view that could not be saved; `faulty`: the existing
    view that it edits, if any.
    """
    editable = set(QueueView.objects.editable_by(request.user).values_list("pk", flat=True))
    views = list(QueueView.objects.visible_to(request.user))
    context = {
        "own": [view for view in views if not view.is_shared],
        "shared": [view for view in views if view.is_shared],
        "editable": editable,
        "form": form,
        "faulty": faulty,
        "query": request.POST.get("query", ""),
    }
    return render(request, "partnerships/queue/queue_view_list.html", context, status=status)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def queue_view_list(request):
    """The user's views and the shared ones; a POST saves a new one."""
    if request.method != "POST":
        return _list(request)
    form = QueueViewForm(request.user, request.POST)
    if form.is_valid():
        view = QueueView(owner=None if form.cleaned_data.get("is_shared") else request.user)
        set_shown(view, posted_listing(request, "query"))
        if form.save_view(view):
            messages.success(
                request, _("La vue «\u202f%(view)s\u202f» est gardée.") % {"view": view}
            )
            return redirect(view)
    return _list(request, form, status=422)


def _editable_or_404(request, uuid):
    return get_object_or_404(QueueView.objects.editable_by(request.user), uuid=uuid)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def queue_view_rename(request, uuid):
    view = _editable_or_404(request, uuid)
    form = QueueViewForm(request.user, request.POST)
    if form.is_valid() and form.save_view(view):
        messages.success(request, _("La vue s’appelle «\u202f%(view)s\u202f».") % {"view": view})
        return redirect("partnerships:queue_view_list")
    return _list(request, form, view, status=422)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def queue_view_update(request, uuid):
    """Replaces the content of the view with the queue now displayed."""
    view = _editable_or_404(request, uuid)
    set_shown(view, posted_listing(request, "query"))
    view.save()
    messages.success(request, _("La vue «\u202f%(view)s\u202f» est à jour.") % {"view": view})
    return redirect(view)


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
def queue_view_delete(request, uuid):
    if not QueueView.objects.filter(uuid=uuid).exists():
        messages.info(request, _("C’était déjà fait."))
        return redirect("partnerships:queue_view_list")
    view = _editable_or_404(request, uuid)
    view.delete()
    messages.success(request, _("La vue «\u202f%(view)s\u202f» est supprimée.") % {"view": view})
    return redirect("partnerships:queue_view_list")
