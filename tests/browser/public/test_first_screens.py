"""The first screen of a phone answers, under the band of a demonstration too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Provenance
from tests.browser.public.live_map import make_registry
from tests.browser.test_pages import sideways
from tests.factories.partnerships import published

PHONE = {"viewport": {"width": 360, "height": 640}}
# What is the first of the answer, on each page.
FIRST = {
    "partnerships:registry": ".row__there .row__name",
    "partnerships:map": ".map",
    "partnerships:figures": ".chart__title",
    "proposals:proposal_list": ".propositions__title a",
}


@pytest.fixture
def registry(lists, kept, settings):
    settings.DEMONSTRATION = True
    kept(make_registry)
    published(title="De Wikidata", provenance=Provenance.WIKIDATA)
    published(title="Fictive", provenance=Provenance.DEMONSTRATION)


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("name", FIRST)
def test_what_one_came_for_is_in_the_first_screen_of_a_phone(open_browser, name):
    page = open_browser(None, **PHONE)
    page.goto(reverse(name))
    expect(page.locator(".fr-notice")).to_be_visible()
    page.evaluate("document.fonts.ready")

    box = page.locator(FIRST[name]).first.bounding_box()
    filters = page.locator("#registry-open")
    end = filters.bounding_box()["y"] if filters.count() else PHONE["viewport"]["height"]

    # Of a map, what is seen of it; of the others, the whole.
    seen = 100 if name == "partnerships:map" else box["height"]
    assert box["y"] + seen <= end
    assert sideways(page) == []


@pytest.mark.usefixtures("registry")
def test_what_stands_lower_on_a_phone_is_there(open_browser):
    page = open_browser(None, **PHONE)

    page.goto(reverse("partnerships:registry"))
    sources = page.locator(".registry__provenance")
    expect(sources).to_contain_text("1 repris de Wikidata")
    assert sources.bounding_box()["y"] > page.locator(".row").last.bounding_box()["y"]

    page.goto(reverse("proposals:proposal_list"))
    legend, groups = page.locator(".propositions__legend"), page.locator(".propositions__group")
    tops = [groups.nth(rank).bounding_box()["y"] for rank in (0, 1)]
    assert tops[0] < legend.bounding_box()["y"] < tops[1]


@pytest.mark.usefixtures("registry")
def test_breadcrumb_is_left_out_only_where_it_has_one_step_of_a_phone(open_browser):
    page = open_browser(None, **PHONE)
    shown = {}
    for name in ("registry", "registry_table"):
        page.goto(reverse(f"partnerships:{name}"))
        shown[name] = page.locator(".fr-breadcrumb").is_visible()

    assert shown == {"registry": False, "registry_table": True}
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(reverse("partnerships:registry"))
    expect(page.locator(".fr-breadcrumb")).to_be_visible()
