from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Country, Facet
from partnerships.pages.components.metadata.profile_metadata import profile_metadata
from partnerships.pages.public.list_metadata import country_list_metadata
from partnerships.pages.public.partnership_summary import foreign_summary
from partnerships.pages.public.profile_map import CountryMap
from partnerships.registry.articles import with_article
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.profile import in_use, profile, with_partnership_count
from partnerships.sort_key import sort_key


def _continent_key(country):
    return sort_key(country.get_continent_display())


@public_page()
@require_safe
def country_list(request):
    """The countries and territories with a public partnership, by continent, then by name."""
    countries = in_use(Country.objects.foreign(), Facet.COUNTRY, "iso2")
    countries = with_partnership_count(countries, Facet.COUNTRY, "iso2")
    countries = sorted(countries, key=_continent_key)
    context = {"countries": countries, "metadata": country_list_metadata(countries)}
    return render(request, "partnerships/public/country_list.html", context)


@public_page(query=[BEFORE, AFTER])
@require_safe
def country_detail(request, iso2):
    country = get_object_or_404(Country, iso2=iso2.upper())
    if iso2 != country.iso2:
        return redirect(country, permanent=True)
    found = profile(Facet.COUNTRY, country.iso2, request.GET)
    there = with_article(country.name)
    summary = foreign_summary(Facet.COUNTRY, country.iso2, there, found["count"])
    context = {
        "country": country,
        **found,
        "summary": summary,
        "metadata": profile_metadata(country, summary, found, request.GET),
        "map": CountryMap(country, found["count"]) if found["count"] else None,
    }
    return render(request, "partnerships/public/country_detail.html", context)
