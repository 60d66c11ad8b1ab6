"""A few partnerships, and how the map that scripts draw of them is read and moved."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

MAP = reverse("partnerships:map")
WIDE = {"viewport": {"width": 1280, "height": 900}}


def make_registry():
    """Publishes five partnerships: three towns of Mali, one of them far, one of Canada;
    a partner without a town.
    """
    mali = CountryFactory(
        iso2="ML", name="Mali", name_en="Mali", continent="AF", latitude=12.6, longitude=-8
    )
    canada = CountryFactory(iso2="CA", name="Canada", name_en="Canada", continent="NA")
    nantes = LocalAuthorityFactory(
        name="Nantes", latitude=47.2, longitude=-1.6, precision="town_hall"
    )
    for country, name, latitude, longitude in (
        (mali, "Bamako", 12.6, -8.0),
        (mali, "Kati", 12.8, -8.1),
        (mali, "Gao", 16.3, 0.0),
        (mali, "Ailleurs", None, None),
        (canada, "Montréal", 45.5, -73.6),
    ):
        partner = InternationalPartnerFactory(
            country=country, name=name, latitude=latitude, longitude=longitude
        )
        published([nantes], [partner], title=f"Nantes – {name}")


def opened(open_browser, address=MAP, **options):
    page = open_browser(None, **(options or WIDE))
    page.goto(address)
    expect(page.locator(".live-map--on")).to_be_visible()
    return page


def circles_are(page, *names):
    page.wait_for_function(
        """names => {
          const all = [...document.querySelectorAll(".live-map__circle")];
          const found = all.map(each => each.getAttribute("aria-label").replaceAll("\u202f", " "));
          return JSON.stringify(found.sort()) === JSON.stringify(names.sort());
        }""",
        arg=list(names),
    )


def zoom_is(page, start):
    page.wait_for_function("start => location.hash.startsWith(start)", arg=start)


def zoom_to(page, times):
    for _time in range(times):
        before = page.url
        page.get_by_role("button", name="Agrandir la carte").click()
        page.wait_for_function("before => location.href !== before", arg=before)
