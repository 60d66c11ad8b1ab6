from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.models import Phrase
from partnerships.pages.settings.phrase_form import PhraseForm


@permission_required("partnerships.lead_review", raise_exception=True)
@require_safe
def phrase_list(request):
    return render(
        request, "partnerships/settings/phrase_list.html", {"phrases": Phrase.objects.all()}
    )


@permission_required("partnerships.lead_review", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def phrase_edit(request, pk=None):
    """Creates or rewords a phrase; past decisions that used it do not change."""
    phrase = get_object_or_404(Phrase, pk=pk) if pk else Phrase()
    form = PhraseForm(request.POST or None, instance=phrase)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("La phrase est enregistrée."))
        return redirect("partnerships:phrase_list")
    context = {"form": form, "is_new": pk is None}
    status = 422 if form.errors else 200
    return render(request, "partnerships/settings/phrase_form.html", context, status=status)
