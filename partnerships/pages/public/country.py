from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partnerships.models import Country, Facet
from partnerships.registry.choices import by_name
from partnerships.registry.profile import in_use, profile


@login_not_required
@require_safe
def country_list(request):
    countries = by_name(in_use(Country.objects.all(), Facet.COUNTRY, "iso2"))
    return render(request, "partnerships/public/country_list.html", {"countries": countries})


@login_not_required
@require_safe
def country_detail(request, iso2):
    country = get_object_or_404(Country, iso2=iso2.upper())
    if iso2 != country.iso2:
        return redirect(country, permanent=True)
    context = {"country": country, **profile(Facet.COUNTRY, country.iso2, request.GET)}
    return render(request, "partnerships/public/country_detail.html", context)
