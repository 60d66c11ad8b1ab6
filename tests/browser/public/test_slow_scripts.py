"""On a slow line, people type and choose before the scripts are there: it is not lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.public.test_registry import choose, number_is
from tests.browser.slow_scripts import held_script
from tests.factories.authorities import LocalAuthorityFactory

REGISTRY = reverse("partnerships:registry")


def read_so_far(page, address):
    page.goto(address, wait_until="commit")
    page.locator("footer").wait_for()


@pytest.mark.parametrize("before", ["ar", "arra"])
def test_names_are_proposed_for_what_was_typed_before(lists, open_browser, before):
    LocalAuthorityFactory(name="Arras")
    page = open_browser()
    box = page.locator("#header-q")

    with held_script(page, "search-box"):
        read_so_far(page, REGISTRY)
        box.press_sequentially(before)
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially("arra"[len(before) :])

    expect(page.locator("header [role=option]")).to_have_count(1)
    expect(box).to_have_value("arra")
    expect(box).to_be_focused()


def test_words_of_the_address_ask_for_nothing(lists, open_browser):
    page = open_browser()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(reverse("partnerships:search") + "?q=Arras")
    page.locator("#search-q").focus()
    page.wait_for_timeout(500)

    assert [url for url in asked if "suggestions" in url] == []


def test_a_filter_ticked_before_is_followed(registry, open_browser):
    page = open_browser(None, viewport={"width": 1280, "height": 900})
    with held_script(page, "registry"):
        read_so_far(page, REGISTRY)
        choose(page, "QN")
        page.evaluate("window.same = true")

    number_is(page, "2 partenariats")
    assert page.url.endswith("/registre/?pays=QN")
    expect(page.locator("#pays-QN")).to_be_checked()
    assert page.evaluate("window.same")


def test_a_sort_chosen_before_is_followed(registry, open_browser):
    page = open_browser(None, viewport={"width": 1280, "height": 900})
    with held_script(page, "registry"):
        read_so_far(page, REGISTRY)
        page.locator("#registry-sort").select_option(index=1)
        chosen = page.locator("#registry-sort").input_value()

    page.wait_for_url(f"**/registre/?tri={chosen}")
    expect(page.locator("#registry-sort")).to_have_value(chosen)


def test_words_and_a_year_still_typed_are_not_sent(registry, open_browser):
    page = open_browser(None, viewport={"width": 1280, "height": 900})
    with held_script(page, "registry"):
        read_so_far(page, REGISTRY)
        page.locator("#registry-q").fill("mot")
        page.locator("#facet-annee summary").click()
        page.locator("#registry-from").press_sequentially("20")

    expect(page.locator("#registry")).to_have_attribute("data-live", "")
    page.wait_for_load_state()
    page.locator("#registry-from").press_sequentially("05")
    page.keyboard.press("Tab")
    page.wait_for_url("**/registre/?q=mot&de=2005")
