from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from partnerships.pages.settings.instruction_rules_page import InstructionRulesPage


@permission_required("partnerships.lead_review", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def instruction_rules(request):
    """The delay and the countersignature of each dossier kind, with their change history."""
    page = InstructionRulesPage(request.POST if request.method == "POST" else None)
    if page.data is not None and page.is_valid():
        updated_count = page.save()
        messages.success(request, _("Les règles sont enregistrées."))
        if updated_count:
            text = ngettext(
                "%(count)s dossier ouvert a maintenant une date limite.",
                "%(count)s dossiers ouverts ont maintenant une date limite.",
                updated_count,
            )
            messages.info(request, text % {"count": updated_count})
        return redirect("partnerships:instruction_rules")
    status = 200 if page.data is None else 422
    return render(
        request, "partnerships/settings/instruction_rules.html", {"page": page}, status=status
    )
