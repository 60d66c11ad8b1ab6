"""Where the reader of the registry is on the page: after a choice, back, forward and the dialog."""

import pytest
from playwright.sync_api import expect

from tests.browser.public.test_registry import REGISTRY, choose, number_is


def scroll_to(page, top):
    page.evaluate("top => scrollTo(0, top)", top)
    page.wait_for_function("top => Math.round(scrollY) === top", arg=top)


def is_at(page, top):
    page.wait_for_function("top => Math.abs(scrollY - top) < 2", arg=top)


def place_of(page, selector):
    """Scrolls the page until `selector` is at 300 px, and returns how far that is."""
    box = page.locator(selector)
    top = round(box.evaluate("each => each.getBoundingClientRect().top + scrollY")) - 300
    scroll_to(page, top)
    return top


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("key", ["", "Space"])
def test_a_choice_leaves_the_page_where_it_is(registry, open_browser, width, key):
    """Seven countries are chosen, so that the results are as long after as before."""
    page = open_browser(None, viewport={"width": width, "height": 600})
    page.goto(f"{REGISTRY}?{'&'.join(f'pays=Q{code}' for code in 'BCDEFGH')}")

    top = place_of(page, "#pays-QN")
    if key:
        page.locator("#pays-QN").focus()
        page.keyboard.press(key)
    else:
        choose(page, "QN")
    number_is(page, "9 partenariats")

    expect(page.locator("#pays-QN")).to_be_focused()
    expect(page.locator("label[for='pays-QN']")).to_be_in_viewport()
    is_at(page, top)


def test_back_and_forward_come_where_each_result_was_left(registry, open_browser):
    page = open_browser(None, viewport={"width": 1280, "height": 700})
    page.goto(f"{REGISTRY}?pays=QN")
    top = place_of(page, "#pays-QB")
    choose(page, "QB")
    number_is(page, "3 partenariats")
    scroll_to(page, 300)

    page.go_back()
    number_is(page, "2 partenariats")
    is_at(page, top)
    scroll_to(page, 120)
    page.go_forward()
    number_is(page, "3 partenariats")
    is_at(page, 300)
    page.go_back()
    number_is(page, "2 partenariats")
    is_at(page, 120)


def test_back_from_a_record_comes_where_the_result_was_left(registry, open_browser):
    page = open_browser(None, viewport={"width": 1280, "height": 400})
    page.goto(REGISTRY)
    scroll_to(page, 700)

    page.locator(".row__link").last.evaluate("link => link.click()")
    page.wait_for_url("**/registre/*/")
    page.go_back()

    number_is(page, "14 partenariats")
    is_at(page, 700)


def test_the_dialog_of_a_phone_leaves_the_page_where_it_was(registry, open_browser):
    page = open_browser(None, viewport={"width": 360, "height": 600})
    page.goto(REGISTRY)
    scroll_to(page, 150)

    page.locator("#registry-open").evaluate("opener => opener.focus({ preventScroll: true })")
    page.keyboard.press("Enter")
    choose(page, "QG")
    expect(page.get_by_role("button", name="Voir 1 partenariat")).to_be_in_viewport()
    expect(page.locator("label[for='pays-QG']")).to_be_in_viewport()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#registry-open")).to_be_focused()
    is_at(page, 150)
