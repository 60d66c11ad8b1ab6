"""The names of circles on the live map of a phone, and circles that are close to each other."""

import pytest
from playwright.sync_api import expect

from partnerships.models import LocalAuthority
from tests.browser.axe import violations
from tests.browser.public.live_map import MAP, opened
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

PHONE = {"viewport": {"width": 360, "height": 800}}

# [name, x, y, radius], the largest first: Europe is a crowd, the others stand apart.
LABELLED = [
    ["Allemagne 1 159", 150, 70, 12],
    ["Italie 547", 154, 84, 9],
    ["Royaume-Uni 347", 138, 62, 8],
    ["Espagne 225", 136, 82, 7],
    ["Pologne 110", 162, 64, 6],
    ["Belgique 109", 144, 66, 6],
    ["États-Unis 103", 62, 84, 6],
    ["Suisse 79", 150, 76, 5],
    ["Mali 39", 132, 104, 4],
    ["Cuba 1", 70, 98, 2],
]
PLACED = """async (circles) => {
    const isIt = (each) => each.name.includes("live-map-labels");
    const { name } = performance.getEntriesByType("resource").find(isIt);
    const { placeLabels } = await import(name);
    const box = document.body.appendChild(document.createElement("div"));
    box.setAttribute("class", "live-map__view");
    Object.assign(box.style, { position: "relative", width: "328px", height: "170px" });
    const made = circles.map(([text, x, y, radius]) => {
        const label = box.appendChild(document.createElement("span"));
        label.className = "live-map__label";
        label.textContent = text;
        return { label, radius, place: () => ({ x, y }) };
    });
    placeLabels(box, made);
    return made.filter(({ label }) => !label.hidden).map(({ label }) => label.textContent);
}"""


def test_on_a_phone_the_largest_circles_and_those_that_stand_apart_are_named(
    map_registry, open_browser
):
    page = opened(open_browser, **PHONE)

    named = page.evaluate(PLACED, LABELLED)

    assert {"Allemagne 1 159", "États-Unis 103", "Mali 39"} <= set(named)


UNDER_BUTTONS = """() => {
    const covers = (one, other) => one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom;
    const buttons = document.querySelector(".live-map__buttons").getBoundingClientRect();
    const labels = [...document.querySelectorAll(".live-map__label:not([hidden])")];
    return labels.filter(each => covers(buttons, each.getBoundingClientRect())).length;
}"""


@pytest.fixture
def madagascar(map_registry):
    """Two partnerships of Nantes with towns that are close on the map, west of its buttons."""
    country = CountryFactory(iso2="MG", name="Madagascar", name_en="Madagascar", continent="AF")
    for name, latitude, longitude in (("Antananarivo", -18.9, 47.5), ("Manakara", -22.1, 48.0)):
        partner = InternationalPartnerFactory(
            country=country, name=name, latitude=latitude, longitude=longitude
        )
        published([LocalAuthority.objects.get(name="Nantes")], [partner])


def test_on_a_phone_no_name_is_under_the_buttons(madagascar, open_browser):
    page = opened(open_browser, f"{MAP}?pays=MG", **PHONE)

    expect(page.locator(".live-map__label:visible").first).to_be_visible()
    assert page.evaluate(UNDER_BUTTONS) == 0


def test_close_circles_are_told_apart_by_where_they_are_pressed(madagascar, open_browser):
    """The target of each would cover the other: one of them has none."""
    page = opened(open_browser, f"{MAP}?pays=MG", **PHONE)

    expect(page.locator(".live-map__circle:disabled")).to_have_count(1)
    for name in ("Antananarivo", "Manakara"):
        box = page.locator(f".live-map__circle[aria-label^='{name}']").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

        expect(page.locator(".live-map__title")).to_contain_text(name)


def test_close_circles_are_reached_one_after_the_other_with_the_keyboard(madagascar, open_browser):
    page = opened(open_browser, f"{MAP}?pays=MG", **PHONE)
    title, status = page.locator(".live-map__title"), page.locator(".live-map__status")
    target = page.locator(".live-map__circle:enabled").first
    assert violations(page) == {}

    target.press("Enter")
    first = title.inner_text()
    other = page.get_by_role("button", name="Cercle voisin")
    other.press("Enter")
    expect(title).not_to_have_text(first)
    expect(other).to_be_focused()
    expect(status).to_have_text(title.inner_text())
    assert violations(page) == {}
    other.press("Enter")
    expect(title).to_have_text(first)
    other.press("Enter")
    page.keyboard.press("Escape")
    expect(target).to_be_focused()


def test_circle_that_stands_apart_has_no_neighbour(map_registry, open_browser):
    page = opened(open_browser)

    page.get_by_role("button", name="Canada").press("Enter")

    expect(page.get_by_role("link", name="Voir la liste")).to_be_visible()
    expect(page.get_by_role("button", name="Cercle voisin")).to_be_hidden()
