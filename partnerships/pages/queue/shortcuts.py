from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def shortcuts(request):
    """The keyboard shortcuts; a POST turns them on (`is_on`: « 1 ») or off for the user."""
    if request.method != "POST":
        return render(request, "partnerships/queue/shortcuts.html")
    request.user.has_shortcuts = request.POST.get("is_on", "") == "1"
    request.user.save(update_fields=["has_shortcuts"])
    if request.user.has_shortcuts:
        messages.success(request, _("Les raccourcis sont activés."))
    else:
        messages.success(request, _("Les raccourcis sont désactivés."))
    return redirect("partnerships:shortcuts")
