"""The map that scripts draw, where a part of it does not load."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.public.live_map import MAP, WIDE, opened, zoom_to

# Of files that a test refuses.
REFUSED = ("Failed to load resource", "Unexpected end")


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("**/leaflet/leaflet*.js", None),
        ("**/leaflet/leaflet*.js", {"body": "window.L = {"}),
        ("**/leaflet/leaflet*.js", {"body": ""}),
        ("**/carte/points/*", {"status": 503, "body": "{}"}),
        ("**/carte/points/*", {"body": '{"circles":'}),
        ("**/carte/points/*", {"body": "{}"}),
    ],
)
def test_drawing_stays_where_something_does_not_load(
    map_registry, open_browser, complaints, address, answer
):
    page = open_browser(None, **WIDE)
    page.route(address, lambda route: route.fulfill(**answer) if answer else route.abort())

    with page.expect_event("response" if answer else "requestfailed", lambda each: matches(each)):
        page.goto(MAP)
    page.wait_for_timeout(500)

    expect(page.locator(".map").first).to_be_visible()
    expect(page.get_by_role("link", name="Mali").first).to_be_visible()
    expect(page.locator(".live-map--on")).to_have_count(0)
    expect(page.locator(".live-map__buttons")).to_be_hidden()
    assert [each for each in complaints if not any(text in each for text in REFUSED)] == []
    complaints.clear()


def matches(event):
    return re.search(r"leaflet\.?\w*\.js|/carte/points/", event.url) is not None


def test_drawing_stays_where_its_land_does_not_load(map_registry, open_browser, complaints):
    page = open_browser(None, **WIDE)
    page.route("**/map/land*.json", lambda route: route.abort())

    with page.expect_event("requestfailed", lambda each: "/map/land" in each.url):
        page.goto(f"{MAP}?q=gao")
    page.wait_for_timeout(500)

    expect(page.locator(".map").first).to_be_visible()
    expect(page.locator(".live-map--on")).to_have_count(0)
    complaints.clear()


def test_circles_that_do_not_come_are_told_and_asked_again(map_registry, open_browser, complaints):
    page = opened(open_browser)
    page.route("**/carte/points/*", lambda route: route.fulfill(status=503, body="{}"))

    zoom_to(page, 1)
    expect(page.locator(".live-map__status")).to_contain_text("ne sont pas arrivés")
    expect(page.locator(".live-map__circle")).not_to_have_count(0)
    page.unroute("**/carte/points/*")
    zoom_to(page, 2)

    expect(page.locator(".live-map__status")).not_to_contain_text("ne sont pas arrivés")
    expect(page.get_by_role("button", name="Kati")).to_have_count(1)
    assert all("503" in each for each in complaints)
    complaints.clear()
