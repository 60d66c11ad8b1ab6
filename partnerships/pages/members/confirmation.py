"""« Still as published », confirmed from the public page, the workspace or a table of many."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.models import Partnership
from partnerships.pages.members.confirmation_page import ConfirmationPage, confirm_all

CHANGED = gettext_lazy(
    "Cette fiche a été publiée de nouveau depuis que vous l’avez ouverte\u202f: relisez-la, puis "
    "confirmez."
)


def _links(partnerships):
    rows = ((each.get_absolute_url(), each.title) for each in partnerships)
    return format_html_join(", ", '<a href="{}">{}</a>', rows)


def _add_messages(request, result):
    if result.done:
        count = len(result.done)
        text = ngettext(
            "Un partenariat confirmé\u202f: {}.", "{count} partenariats confirmés\u202f: {}.", count
        )
        messages.success(request, format_html(text, _links(result.done), count=count))
    if result.changed:
        text = _("À relire, car publiés de nouveau depuis l’ouverture de cette page\u202f: {}.")
        messages.warning(request, format_html(text, _links(result.changed)))
    if not (result.done or result.changed):
        messages.error(request, _("Cochez au moins un partenariat à confirmer."))


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_list(request):
    if request.method == "POST":
        field = "shown" if request.POST.get("do") == "all" else "seen"
        _add_messages(request, confirm_all(request.user, request.POST.getlist(field)))
        return redirect("partnerships:confirmation_list")
    page = ConfirmationPage(request.user, request.GET)
    return render(request, "partnerships/members/confirmation_list.html", {"page": page})


@require_POST
def partnership_confirm(request, public_id):
    """Confirms a partnership in one click, then returns to the page where it was clicked."""
    confirmable = Partnership.objects.confirmable_by(request.user)
    partnership = get_object_or_404(confirmable, public_id=public_id)
    result = confirm_all(request.user, [f"{public_id}:{request.POST.get('version', '')}"])
    if result.done:
        messages.success(request, _("Merci\u202f: la fiche est confirmée."))
    elif result.changed:
        messages.error(request, str(CHANGED))
        return redirect(partnership)
    else:
        raise Http404
    return redirect("partnerships:workspace" if "workspace" in request.POST else partnership)
