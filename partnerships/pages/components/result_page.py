"""What a page that shows a result of the registry gives to `components/result_base.html`."""

from django.http import QueryDict

from partnerships.pages.components.other_searches import OtherSearches
from partnerships.registry.listing import Listing
from partnerships.registry.one_source import found_sources
from partnerships.registry.result_views import ResultView


def result_context(data: QueryDict, view: ResultView) -> dict:
    """Returns the context of `view` for the query `data`; render it in the same `one_instant()`."""
    listing = Listing(data, view)
    return {"listing": listing, "others": OtherSearches(listing), "sources": found_sources(listing)}
