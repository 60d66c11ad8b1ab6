"""The figures in a browser: by keyboard, on a phone, without scripts, in the dark, printed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.test_pages import sideways
from tests.factories.authorities import LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

FIGURES = reverse("partnerships:figures")
NARROW = {"viewport": {"width": 320, "height": 700}}


@pytest.fixture
def registry(lists, kept):
    kept(make_regions)


def make_regions():
    """Two régions that differ in their countries, over the years."""
    countries = [
        CountryFactory(iso2=f"Q{letter}", name=f"Pays {letter}", continent="AF") for letter in "BC"
    ]
    partners = [InternationalPartnerFactory(country=each) for each in countries]
    for rank, code in enumerate(("94", "53")):
        region = RegionFactory(code=code, name=f"Région {code}")
        authority = LocalAuthorityFactory(region=region, population=5000)
        for number in range(20):
            partner = partners[number < 5 + 10 * rank]
            published([authority], [partner], starts_on=str(2006 + number))


def open_tables(page):
    """Opens every table."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def test_figures_are_accessible_with_their_tables_in_the_dark_too(registry, open_browser):
    page = open_browser(None)
    page.goto(FIGURES)
    expect(page.locator(".chart--multiple .chart__panel")).to_have_count(2)

    open_tables(page)
    assert violations(page) == {}
    page.evaluate("document.documentElement.dataset.frTheme = 'dark'")
    assert violations(page) == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_bar_is_reached_by_keyboard_and_leads_to_the_registry(registry, open_browser, scripts):
    page = open_browser(None, java_script_enabled=scripts)
    page.goto(FIGURES)
    bar = page.locator("#pays .chart__row").first
    count = bar.locator(".chart__value").text_content()

    bar.focus()
    expect(bar).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text(f"{count} partenariats")


def test_a_column_leads_to_its_year(registry, open_browser):
    page = open_browser(None)
    page.goto(FIGURES)

    page.locator("#debuts .chart__columns a").first.click()

    expect(page.locator("h1")).to_contain_text("2 partenariats")
    assert "debut=2006" in page.url


def test_figures_fit_a_phone_and_large_letters(registry, open_browser):
    page = open_browser(None, **NARROW)
    page.goto(FIGURES)

    assert sideways(page) == []
    open_tables(page)
    assert sideways(page) == []
    page.set_viewport_size({"width": 640, "height": 700})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(page) == []
    sizes = page.evaluate(
        "[...document.querySelectorAll('.chart text, .chart span, .chart p')]"
        ".map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 13


def test_filters_change_the_figures_in_place(registry, open_browser):
    page = open_browser(None, viewport={"width": 1280, "height": 700})
    page.goto(FIGURES)
    page.evaluate("window.same = true")

    page.locator(".registry__filter").click()
    page.locator('label:has-text("Région 94")').first.click()

    expect(page.locator("h1")).to_contain_text("20 partenariats")
    assert page.evaluate("window.same")
    assert "region=94" in page.url


def test_bars_are_printed_without_their_downloads(registry, open_browser):
    page = open_browser(None)
    page.goto(FIGURES)

    page.emulate_media(media="print")

    expect(page.locator("#pays .chart__bar").first).to_be_visible()
    expect(page.locator(".chart__download").first).to_be_hidden()


def test_bars_stand_out_in_forced_colours(registry, open_browser):
    page = open_browser(None, forced_colors="active")
    page.goto(FIGURES)

    fills = page.evaluate(
        "[...document.querySelectorAll('#pays .chart__bar')].map(e => getComputedStyle(e).fill)"
    )
    assert fills
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") not in fills
