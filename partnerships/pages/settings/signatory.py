from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.models import Signatory
from partnerships.pages.settings.signatory_form import (
    SignatoryForm,
    SignatoryPage,
    save_signatory,
    withdraw_signatory,
)


@permission_required("partnerships.lead_review", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def signatory_list(request):
    initial = {"starts_on": timezone.localdate()}
    form = SignatoryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and save_signatory(form, by=request.user):
        messages.success(
            request, _("Le signataire est ajouté\u202f: les prochaines lettres le porteront.")
        )
        return redirect("partnerships:signatory_list")
    context = {"form": form, "page": SignatoryPage()}
    status = 422 if form.errors else 200
    return render(request, "partnerships/settings/signatory_list.html", context, status=status)


@permission_required("partnerships.lead_review", raise_exception=True)
@require_POST
def signatory_withdraw(request, pk):
    withdraw_signatory(get_object_or_404(Signatory, pk=pk))
    messages.success(
        request, _("Le signataire est retiré\u202f: les lettres déjà parties le gardent.")
    )
    return redirect("partnerships:signatory_list")
