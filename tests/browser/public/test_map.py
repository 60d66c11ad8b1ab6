"""The map in a browser: without scripts, by keyboard, in forced colours, on a phone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.maps.links import DRAWN_MAX
from tests.browser.test_pages import sideways
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

MAP = reverse("partnerships:map")


@pytest.fixture
def authority(lists):
    """Lille, with one partnership more than are drawn one by one, in two countries."""
    lille = LocalAuthorityFactory(
        key="c59350", name="Lille", latitude=50.6, longitude=3.1, precision="town_hall"
    )
    mali = CountryFactory(iso2="QB", name="Pays du sud", continent="AF")
    peru = CountryFactory(iso2="QC", name="Pays de l’ouest", continent="SA")
    south = InternationalPartnerFactory(country=mali, latitude=12.6, longitude=-8.0)
    west = InternationalPartnerFactory(country=peru, latitude=-12.0, longitude=-77.0)
    for rank in range(DRAWN_MAX + 1):
        published([lille], [south if rank else west])
    return lille


def test_circles_are_links_without_scripts(authority, open_browser):
    page = open_browser(None, java_script_enabled=False)
    page.goto(MAP)

    link = page.get_by_role("link", name=re.compile("Pays de l’ouest.: 1 partenariat"))
    link.focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/carte/\?pays=QC$"))
    expect(page.locator(".map__arc")).to_have_count(1)


def test_filters_keep_the_authority(authority, open_browser):
    page = open_browser(None, java_script_enabled=False)
    page.goto(f"{MAP}?collectivite=c59350")

    page.get_by_role("link", name="Filtrer", exact=True).first.click()
    page.locator("label[for='pays-QC']").click()
    page.get_by_role("button", name="Appliquer les filtres").first.click()

    assert "collectivite=c59350" in page.url
    assert "pays=QC" in page.url


@pytest.mark.parametrize("options", [{}, {"forced_colors": "active"}])
def test_names_of_a_phone_are_legible_and_fit(authority, open_browser, options):
    phone = {"viewport": {"width": 320, "height": 700}, "java_script_enabled": False}
    page = open_browser(None, **phone, **options)
    page.goto(MAP)

    name = page.locator(".map__names--narrow .map__name").first
    expect(name).to_be_visible()
    assert name.bounding_box()["height"] >= 12
    expect(page.locator(".map__names--wide").first).to_be_hidden()
    assert sideways(page) == []
