from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.models import Campaign
from partnerships.pages.settings.campaign_page import CampaignForm, figures, total

HISTORY = 20


def _year(request):
    """Returns the requested year: the current or next one, or one with a campaign. Raises Http404
    for others.
    """
    this_year = timezone.localdate().year
    text = request.GET.get("annee", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this_year
    known = year in (this_year, this_year + 1) or Campaign.objects.filter(year=year).exists()
    if text and not (text == str(year) and known):
        raise Http404
    return year


@permission_required("partnerships.lead_review", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request):
    """The settings of a yearly campaign, its change history and its progress."""
    year = _year(request)
    saved = Campaign.objects.filter(year=year).first()
    form = CampaignForm(request.POST or None, instance=saved or Campaign(year=year))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("La campagne de %(year)s est enregistrée.") % {"year": year})
        return redirect(f"{reverse('partnerships:campaign')}?annee={year}")
    is_open = bool(saved) and saved.opens_on <= timezone.localdate()
    rows = figures(saved) if is_open else []
    context = {
        "form": form,
        "year": year,
        "saved": saved,
        "years": sorted(
            {year, timezone.localdate().year, timezone.localdate().year + 1}
            | set(Campaign.objects.values_list("year", flat=True))
        ),
        "is_open": is_open,
        "figures": rows,
        "total": total(rows),
        "history": saved.history.select_related("history_user")[:HISTORY] if saved else [],
    }
    status = 422 if form.errors else 200
    return render(request, "partnerships/settings/campaign.html", context, status=status)
