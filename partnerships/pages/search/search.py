from dataclasses import asdict

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.pages.search.groups import query_of
from partnerships.pages.search.search_metadata import search_metadata
from partnerships.pages.search.search_page import SearchPage
from partnerships.pages.search.suggestions import suggestions
from partnerships.registry.codes.exact import address_of_code


@public_page(query=("q", "dans", "tel_quel"))
@require_safe
def search_everything(request):
    """Everything that a text finds, in groups. An exact code leads straight to what it names."""
    text = request.GET.get("q", "")
    is_as_typed = request.GET.get("tel_quel") == "1"
    address = "" if is_as_typed else address_of_code(query_of(text).text)
    if address:
        return redirect(address)
    page = SearchPage(text, request.GET.get("dans", ""), is_as_typed)
    context = {"found": page, "metadata": search_metadata(page)}
    return render(request, "partnerships/search/search.html", context)


@public_page(query=("q",))
@require_safe
def search_suggestions(request):
    """Suggestions as JSON while the user types; without script, the form leads to the page."""
    results = suggestions(request.GET.get("q", ""))
    found = [asdict(each) for each in results.found]
    return JsonResponse({"found": found, "announcement": results.announcement})
