"""Every page: accessible, narrow enough for a phone and for paper, within the content policy."""

from itertools import groupby, islice
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.access.addresses import addresses
from tests.browser.axe import CONTRAST, violations
from tests.browser.no_pages import NO_PAGES
from tests.browser.pages import PAGES

SIZES = ({"width": 1280, "height": 720}, {"width": 320, "height": 800})
# What the margins leave of a sheet A4, as Chromium lays it out.
SHEET = {"width": 680, "height": 1000}
LONGEST_TOUR = 8


def test_every_page_is_looked_at():
    ours = {name for name, route, _entry in addresses() if not route.startswith("/administration/")}
    looked_at = {name.split(" ")[0] for name in PAGES if ":" in name or "_" in name}

    assert ours == looked_at | NO_PAGES


def sideways(page):
    """How far the page scrolls sideways, and what sticks out."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
        [`${document.documentElement.scrollWidth} > ${window.innerWidth}`,
         ...[...document.querySelectorAll("main *, header *, footer *")]
          .filter(node => node.getBoundingClientRect().right > window.innerWidth + 1)
          .map(node => node.outerHTML.slice(0, 90)).slice(0, 5)]"""
    )


def beyond_the_sheet(page):
    """What is wider than a sheet of paper, or is cut there since paper does not scroll."""
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter(node =>
          node.clientWidth > 2 && node.scrollWidth > node.clientWidth + 1
          && ["auto", "scroll", "hidden"].includes(getComputedStyle(node).overflowX)
        ).map(node => node.outerHTML.slice(0, 90)).slice(0, 5)"""
    )
    found = sideways(page) + cut
    page.emulate_media(media="screen")
    return found


def tours():
    """The pages that one person reads one after the other: a world is long to make."""
    by_person = sorted(PAGES, key=lambda name: str(PAGES[name][0]))
    for person, names in groupby(by_person, key=lambda name: PAGES[name][0]):
        for rank, tour in enumerate(batched(names, LONGEST_TOUR), start=1):
            yield pytest.param(person, tour, id=f"{person or 'anyone'} {rank}")


def batched(names, size):
    names = iter(names)
    while batch := tuple(islice(names, size)):
        yield batch


def faults(page, name, address):
    """What is wrong with the page at `address`, by what was looked at."""
    response = page.goto(address)
    broken = {}
    for size in SIZES:
        page.set_viewport_size(size)
        broken |= violations(page)
        page.emulate_media(color_scheme="dark")
        broken |= violations(page, CONTRAST)
        page.emulate_media(color_scheme="light")
    found = {
        "status": response.status != (404 if name == "404" else 200) and response.status,
        "address": urlsplit(page.url).path != urlsplit(address).path and page.url,
        "axe": broken,
        "h1": page.locator("h1").count() != 1,
        "title": not page.title().strip("— "),
        "language": page.locator("html").get_attribute("lang") != "fr",
        "sideways": sideways(page),
        "printed": beyond_the_sheet(page),
    }
    return {what: fault for what, fault in found.items() if fault}


@pytest.mark.parametrize(("person", "tour"), list(tours()))
def test_pages_are_accessible(person, tour, world, open_browser):
    page = open_browser(person and getattr(world, person))

    found = {name: faults(page, name, PAGES[name][1](world)) for name in tour}

    assert {name: fault for name, fault in found.items() if fault} == {}


@pytest.mark.parametrize("name", ["portal:home", "partnerships:registry", "partnerships:workspace"])
def test_skip_link_is_first_and_leads_to_the_content(name, world, open_browser):
    person, address = PAGES[name]
    page = open_browser(person and getattr(world, person))
    page.goto(address(world))

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("person", ["curator", "administrator"])
def test_admin_stays_within_the_content_policy(person, world, open_browser):
    page = open_browser(getattr(world, person))
    page.goto(reverse("admin:index"))
    lists = page.locator("#content-main th a").evaluate_all("links => links.map(l => l.pathname)")

    assert lists
    for address in lists:
        assert page.goto(address).status == 200
        first = page.locator("#result_list tbody th a").first
        if first.count():
            first.click()
            page.wait_for_load_state()
