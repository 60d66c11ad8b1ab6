"""The map that scripts draw: zoom, circles, arcs, filters, keyboard, and what fails to load."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.public.live_map import (
    MAP,
    WIDE,
    circles_are,
    opened,
    zoom_is,
    zoom_to,
)
from tests.browser.test_pages import sideways
from tests.factories.partnerships import published

PHONE = {"viewport": {"width": 320, "height": 700}, "has_touch": True, "is_mobile": True}


def test_clusters_open_on_zoom_and_the_history_goes_back(map_registry, open_browser):
    page = opened(open_browser)
    whole = ("Mali : 4 partenariats", "Canada : 1 partenariat")
    circles_are(page, *whole)

    page.evaluate("window.same = true")
    zoom_to(page, 3)
    near = (
        "Kati : 2 partenariats",
        "Gao : 1 partenariat",
        "Mali, ville inconnue : 1 partenariat",
    )
    circles_are(page, *near)
    assert re.search(r"/carte/#3/[\d.]+/[\d.]+$", page.url)
    expect(page.locator(".live-map__status")).to_contain_text("un cercle réunit les villes")
    for _time in range(3):
        page.go_back()
    circles_are(page, *whole)
    assert page.url.endswith(MAP)
    for _time in range(3):
        page.go_forward()
    circles_are(page, *near)
    assert page.evaluate("window.same")
    page.reload()
    circles_are(page, *near)
    page.get_by_role("button", name="Revoir toute la carte").click()
    circles_are(page, *whole)


def test_circle_is_opened_with_the_keyboard(map_registry, open_browser):
    page = opened(open_browser)
    mali = page.get_by_role("button", name="Mali")

    page.locator(".live-map__view").focus()
    page.keyboard.press("Tab")
    expect(mali).to_be_focused()
    page.keyboard.press("Enter")
    card = page.locator(".live-map__card")
    expect(card).to_contain_text("4 partenariats")
    expect(page.get_by_role("link", name="Voir la liste")).to_be_focused()
    assert violations(page) == {}
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mali).to_be_focused()
    page.keyboard.press("+")
    expect(page.locator(".live-map__view")).to_be_focused()
    zoom_is(page, "#1/")
    before = page.url
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("before => location.href !== before", arg=before)
    assert "#1/" in page.url
    page.keyboard.press("-")
    expect(mali).to_have_count(1)
    mali.press("Enter")
    page.get_by_role("link", name="Voir la liste").press("Enter")
    page.wait_for_url(re.compile(r"/registre/\?pays=ML$"))
    expect(page.locator(".registry__number")).to_have_text("4 partenariats")
    page.go_back()
    expect(page.locator(".live-map--on")).to_be_visible()
    zoom_is(page, "#0/")


def test_link_to_a_part_of_the_page_leaves_the_map_as_it_is(map_registry, open_browser):
    page = opened(open_browser)
    zoom_to(page, 3)
    expect(page.get_by_role("button", name="Kati")).to_have_count(1)

    page.get_by_role("link", name="Résultats", exact=True).press("Enter")
    page.wait_for_function("hash => location.hash === hash", arg="#resultats")
    page.wait_for_timeout(500)

    expect(page.get_by_role("button", name="Kati")).to_have_count(1)
    page.go_back()
    zoom_is(page, "#3/")
    expect(page.get_by_role("button", name="Kati")).to_have_count(1)


def test_look_from_nearer_opens_the_circle(map_registry, open_browser):
    page = opened(open_browser)

    page.get_by_role("button", name="Mali").click()
    page.get_by_role("button", name="Voir de plus près").click()

    expect(page.locator(".live-map__view")).to_be_focused()
    zoom_is(page, "#2/")
    expect(page.locator(".live-map__card")).to_be_hidden()


def test_another_choice_makes_the_map_again(map_registry, open_browser):
    page = opened(open_browser, f"{MAP}?pays=ML")
    page.evaluate("window.same = true")
    page.get_by_role("button", name="Agrandir la carte").click()
    zoom_is(page, "#5/")

    page.get_by_role("link", name="Retirer le filtre Pays").click()
    expect(page.locator(".registry__number")).to_have_text("5 partenariats")
    circles_are(page, "Mali : 4 partenariats", "Canada : 1 partenariat")
    expect(page.locator(".leaflet-container")).to_have_count(1)
    assert page.url.endswith(MAP)
    page.go_back()
    expect(page.locator(".registry__number")).to_have_text("4 partenariats")
    zoom_is(page, "#5/")
    expect(page.locator(".live-map--on")).to_be_visible()
    expect(page.get_by_role("button", name="Canada")).to_have_count(0)
    assert page.evaluate("window.same")


def test_one_country_alone_opens_on_its_towns(map_registry, open_browser):
    page = opened(open_browser, f"{MAP}?pays=ML")

    near, far, unknown = (
        "Kati : 2 partenariats",
        "Gao : 1 partenariat",
        "Mali, ville inconnue : 1 partenariat",
    )
    circles_are(page, near, far, unknown)
    page.get_by_role("button", name="Réduire la carte").click()
    zoom_is(page, "#3/")
    page.get_by_role("button", name="Revoir toute la carte").click()
    zoom_is(page, "#4/")
    circles_are(page, near, far, unknown)


def test_france_is_marked_on_the_map_of_circles(map_registry, open_browser):
    page = opened(open_browser)

    expect(page.locator(".live-map__label--here")).to_have_text("France")
    expect(page.locator(".live-map__label--here")).to_be_visible()
    expect(page.locator(".live-map__here")).to_have_count(1)


def test_map_is_in_the_first_screen_of_a_phone(map_registry, open_browser):
    published(provenance="wikidata")
    published(provenance="demonstration")
    page = opened(open_browser, viewport={"width": 360, "height": 640})

    expect(page.get_by_text("Sur cette carte")).to_be_visible()
    box = page.locator(".live-map__view").bounding_box()
    assert box["y"] + box["height"] <= 640


def test_few_links_are_arcs(map_registry, open_browser):
    page = opened(open_browser, f"{MAP}?q=gao")

    circles_are(page, "Gao : 1 partenariat", "Nantes : 1 partenariat")
    expect(page.locator(".leaflet-container .map__arc")).to_have_count(1)
    expect(page.locator(".live-map__label:visible")).to_have_count(2)
    zoom_to(page, 1)
    circles_are(page, "Gao : 1 partenariat", "Nantes : 1 partenariat")


def test_nothing_moves_when_the_map_takes_the_place_of_the_drawing(map_registry, open_browser):
    places = []
    for is_refused in (True, False):
        page = open_browser(None, **WIDE, java_script_enabled=not is_refused)
        for _visit in range(2):  # the first may show the system's font
            page.goto(MAP, wait_until="networkidle")
        if not is_refused:
            expect(page.locator(".live-map--on")).to_be_visible()
        places.append(
            [page.locator(name).bounding_box() for name in (".map-page__notes", "footer")]
        )

    assert places[0] == places[1]


def test_phone_keeps_its_scroll_and_its_width(map_registry, open_browser):
    page = opened(open_browser, **PHONE)

    assert (
        page.locator(".live-map__view").evaluate("view => getComputedStyle(view).touchAction")
        == "pan-x pan-y"
    )
    page.get_by_role("button", name="Mali").tap()
    card, stage = page.locator(".live-map__card"), page.locator(".live-map__stage")
    expect(card).to_be_visible()
    assert card.bounding_box()["y"] >= stage.bounding_box()["y"] + stage.bounding_box()["height"]
    assert sideways(page) == []
    assert violations(page) == {}
    page.get_by_role("button", name="Fermer").tap()
    zoom_to(page, 3)
    expect(page.get_by_role("button", name="Kati")).to_have_count(1)


def test_forced_colours_leave_circles_and_land_apart(map_registry, open_browser):
    page = opened(open_browser, **WIDE, forced_colors="active")

    circle = page.locator(".live-map__circle").first
    colours = circle.evaluate(
        """each => [getComputedStyle(each, "::before").backgroundColor,
        getComputedStyle(document.body).backgroundColor]"""
    )
    assert colours[0] != colours[1]
    assert circle.evaluate("each => getComputedStyle(each).getPropertyValue('--map-partner')") == (
        "LinkText"
    )


@pytest.mark.parametrize(("motion", "count"), [("reduce", 0), ("no-preference", 1)])
def test_reduced_motion_is_kept(map_registry, open_browser, motion, count):
    page = opened(open_browser, **WIDE, reduced_motion=motion)

    # What Leaflet animates a zoom with.
    expect(page.locator(".leaflet-proxy")).to_have_count(count)


def test_one_finger_or_wheel_scrolls_the_page_until_the_map_is_pressed(map_registry, open_browser):
    page = opened(open_browser, viewport={"width": 1280, "height": 500})
    view = page.locator(".live-map__view")
    view.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")

    view.hover()
    page.mouse.wheel(0, 120)
    page.wait_for_function("before => scrollY > before", arg=before)

    assert "#" not in page.url
