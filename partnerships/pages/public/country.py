from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.articles import with_article
from partnerships.models import OVERSEAS, Country, Departement, Facet
from partnerships.pages.components.metadata.profile_metadata import profile_metadata
from partnerships.pages.public.list_metadata import country_list_metadata
from partnerships.pages.public.profile_map import CountryMap
from partnerships.pages.public.profile_page import ProfilePage
from partnerships.pages.public.profile_sentence import foreign_sentence
from partnerships.pages.public.redirects import by_other_codes
from partnerships.pages.public.row_numbers import RowNumbers
from partnerships.registry.counted_sources import sources_text
from partnerships.registry.profile import in_use
from partnerships.sort_key import sort_key

# What tells the partnerships with a country apart.
FILTERED_BY = (Facet.REGION, Facet.THEME, Facet.KIND, Facet.PHASE)


def _continent_key(country):
    return sort_key(country.get_continent_display())


@public_page()
@require_safe
def country_list(request):
    """The countries and territories with a public partnership, by continent, then by name."""
    countries = in_use(Country.objects.foreign(), Facet.COUNTRY, "iso2")
    countries = sorted(countries, key=_continent_key)
    numbers = RowNumbers(countries)
    context = {
        "countries": [(each, sources_text(numbers.of(each))) for each in countries],
        "metadata": country_list_metadata(countries),
    }
    return render(request, "partnerships/public/country_list.html", context)


@public_page()
@require_safe
@by_other_codes(Facet.COUNTRY)
def country_detail(request, iso2):
    country = get_object_or_404(Country, iso2=iso2)
    profile, sentence = ProfilePage(Facet.COUNTRY, country.iso2, FILTERED_BY), ""
    context = {"country": country, "profile": profile}
    if profile.count:
        sentence = foreign_sentence(profile, with_article(country.name))
        context |= {"sentence": sentence, "map": CountryMap(country, profile)}
    elif country.is_french:
        context["place"] = Departement.objects.filter(pk=OVERSEAS.get(country.pk)).first()
    context["metadata"] = profile_metadata(country, sentence)
    return render(request, "partnerships/public/country_detail.html", context)
