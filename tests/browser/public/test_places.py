"""Authorities and places, by keyboard alone and without scripts, on a phone too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_pages import sideways
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.usefixtures("lists")
WITHOUT_SCRIPTS = {"java_script_enabled": False}
MOST_TABS = 60


@pytest.fixture
def lille():
    """Lille, its twelve partnerships with twelve countries, and a neighbour without any."""
    lille = LocalAuthorityFactory(name="Lille", postcodes=["59000"])
    LocalAuthorityFactory(name="Lillers-sans-partenariat", departement=DepartementFactory())
    for rank in range(12):
        country = CountryFactory(iso2=f"{chr(65 + rank)}Q", name=f"Pays {rank}")
        published([lille], [InternationalPartnerFactory(country=country)])
    return lille


def tab_to(page, locator):
    """Presses Tab until `locator` has the focus."""
    for _rank in range(MOST_TABS):
        page.keyboard.press("Tab")
        if locator.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"not reached in {MOST_TABS} tabs: {locator}")


@pytest.mark.parametrize("width", [320, 1280])
def test_an_authority_is_found_then_its_place_by_keyboard(lille, open_browser, width):
    page = open_browser(None, viewport={"width": width, "height": 800}, **WITHOUT_SCRIPTS)
    page.goto(reverse("partnerships:authority_list"))

    tab_to(page, page.locator("#authority-q"))
    page.keyboard.type("59000")
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#resultats").get_by_role("link", name="Lille", exact=True))
    assert sideways(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lille")
    tab_to(page, page.get_by_role("link", name="Nord (59)").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nord")
    tab_to(page, page.locator("#pays + ul + details > summary"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Pays 9")).to_be_visible()
    assert sideways(page) == []


def test_letters_and_filters_are_followed_without_scripts(lille, open_browser):
    page = open_browser(None, **WITHOUT_SCRIPTS)
    page.goto(reverse("partnerships:authority_list"))

    page.get_by_role("link", name="L", exact=True).click()
    expect(page.locator("#resultats li")).to_have_count(2)
    page.get_by_label("Seulement celles qui ont un partenariat").check(force=True)
    page.get_by_role("button", name="Rechercher").last.click()
    expect(page.locator("#resultats li")).to_have_count(1)
    page.get_by_role("link", name="Retirer le filtre").click()

    expect(page.locator("#resultats li")).to_have_count(2)
