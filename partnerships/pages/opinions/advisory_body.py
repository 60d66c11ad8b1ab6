from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.identifiers import is_uuid
from partnerships.models import AdvisoryBody, AdvisoryBodyKind, Opinion
from partnerships.pages.components.access import leads_only
from partnerships.pages.opinions.advisory_body_form import AdvisoryBodyForm, DirectoryPage


@leads_only
@require_safe
def advisory_body_list(request):
    page = DirectoryPage(request.user, request.GET.get("q", ""))
    return render(request, "partnerships/opinions/advisory_body_list.html", {"page": page})


def _typed_address(request):
    """Returns the name and address that an officer typed in an opinion request, to be added to the
    directory.
    """
    uuid = request.GET.get("avis", "")
    rows = Opinion.objects.visible_to(request.user)
    opinion = rows.filter(uuid=uuid).first() if is_uuid(uuid) else None
    if opinion is None:
        return {}
    return {"kind": AdvisoryBodyKind.OTHER, "name": opinion.body_name, "email": opinion.email}


def _save(request, form):
    body = form.save()
    messages.success(request, _("%(body)s est dans l’annuaire.") % {"body": body})
    return redirect("partnerships:advisory_body_list")


@leads_only
def advisory_body_create(request):
    known = None
    if request.method == "POST" and is_uuid(request.POST.get("uuid", "")):
        known = AdvisoryBody.objects.filter(uuid=request.POST["uuid"]).first()
    initial = {"is_active": True, **_typed_address(request)}
    form = AdvisoryBodyForm(request.POST or None, instance=known, initial=initial)
    if form.is_valid():
        return _save(request, form)
    return render(
        request, "partnerships/opinions/advisory_body_form.html", {"form": form, "body": None}
    )


@leads_only
def advisory_body_edit(request, uuid):
    body = get_object_or_404(AdvisoryBody, uuid=uuid)
    form = AdvisoryBodyForm(request.POST or None, instance=body, initial={"uuid": body.uuid})
    if form.is_valid():
        return _save(request, form)
    return render(
        request, "partnerships/opinions/advisory_body_form.html", {"form": form, "body": body}
    )
