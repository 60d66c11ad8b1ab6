from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.pages.settings.instruction_settings_page import SETTINGS_PAGES


@permission_required("partnerships.lead_review", raise_exception=True)
@require_safe
def instruction_settings(request):
    return render(
        request, "partnerships/settings/instruction_settings.html", {"pages": SETTINGS_PAGES}
    )
