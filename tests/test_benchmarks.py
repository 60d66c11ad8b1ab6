"""The bench measures every kind of page: a new one stands among its pages, or has no row there."""

from tests.benchmarks.addresses import PAGES
from tests.benchmarks.plain_addresses import NOT_MEASURED
from tests.browser.no_pages import NO_PAGES
from tests.browser.pages import PAGES as LOOKED_AT


def test_every_page_is_measured_or_left_out_by_name():
    measured = {page.name for page in PAGES.values()}
    looked_at = {name.split(" ")[0] for name in LOOKED_AT}

    assert measured - NO_PAGES - {"portal:health"} | NOT_MEASURED == looked_at
    assert measured & NOT_MEASURED == set()
