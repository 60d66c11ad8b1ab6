"""The registry in a browser: filters in place, chips, back and forward, the dialog of a phone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.test_pages import sideways
from tests.factories.partnerships import published

REGISTRY = reverse("partnerships:registry")
PHONE = {"viewport": {"width": 320, "height": 700}}


def number_is(page, text):
    expect(page.locator(".registry__number")).to_have_text(text)


def choose(page, code):
    page.locator(f"label[for='pays-{code}']").click()


def test_filters_change_the_page_in_place_and_the_history_goes_back(registry, open_browser):
    page = open_browser(None, viewport={"width": 1280, "height": 600})
    page.goto(REGISTRY)
    page.evaluate("window.same = true")

    page.locator("label[for='pays-QN']").scroll_into_view_if_needed()
    scrolled = page.evaluate("scrollY")
    choose(page, "QN")
    number_is(page, "2 partenariats")
    assert page.url.endswith("/registre/?pays=QN")
    expect(page.locator("#pays-QN")).to_be_focused()
    expect(page.locator("#registry-status")).to_contain_text("2 partenariats")
    expect(page).to_have_title(re.compile("^2 partenariats"))
    choose(page, "QB")
    number_is(page, "3 partenariats")
    page.go_back()
    number_is(page, "2 partenariats")
    expect(page.locator("#pays-QB")).not_to_be_checked()
    page.go_back()
    number_is(page, "14 partenariats")
    expect(page.locator("#pays-QN")).not_to_be_checked()
    page.wait_for_function("y => Math.abs(scrollY - y) < 5", arg=scrolled)
    page.go_forward()
    number_is(page, "2 partenariats")
    expect(page.locator("#pays-QN")).to_be_checked()

    page.get_by_role("link", name="Retirer le filtre Pays").click()
    number_is(page, "14 partenariats")
    assert page.url.endswith("/registre/")
    expect(page.locator("#resultats")).to_be_focused()
    assert page.evaluate("window.same")


def test_a_choice_made_before_the_answer_to_another_is_kept(registry, open_browser):
    page = open_browser(None, viewport={"width": 1280, "height": 900})
    page.goto(REGISTRY)
    held = []
    page.route("**/registre/?pays=QN", lambda route: held.append(route))

    choose(page, "QN")
    choose(page, "QB")
    expect(page.locator("#pays-QB")).to_be_checked()
    assert len(held) == 1
    held[0].continue_()
    number_is(page, "3 partenariats")

    expect(page.locator("#pays-QN")).to_be_checked()
    expect(page.locator("#pays-QB")).to_be_checked()


def test_values_of_a_long_filter_are_searched_in_place(registry, open_browser):
    page = open_browser()
    page.goto(REGISTRY)

    page.locator("#search-pays").fill("pays 9")
    expect(page.locator("#values-pays label")).to_have_count(1)
    page.keyboard.press("Enter")
    choose(page, "QK")

    number_is(page, "1 partenariat")
    assert page.url.endswith("/registre/?pays=QK")
    expect(page.locator(".row__arc")).to_have_count(1)
    page.locator("#registry-q").fill("lille")
    page.keyboard.press("Enter")
    page.wait_for_url("**/registre/?q=lille&pays=QK")
    assert violations(page) == {}


def test_skip_links_lead_to_results_and_filters(registry, open_browser):
    page = open_browser()
    page.goto(REGISTRY)

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#resultats"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.closest('.row')"):
        assert page.evaluate("!!document.activeElement.closest('#resultats')")
        page.keyboard.press("Tab")

    expect(page.locator(".row__link").first).to_be_focused()


@pytest.mark.parametrize("width", [320, 360])
def test_filters_of_a_phone_are_a_dialog(registry, open_browser, width):
    page = open_browser(None, viewport={"width": width, "height": 700})
    page.goto(REGISTRY)
    opener = page.locator("#registry-open")
    dialog = page.get_by_role("dialog", name="Filtrer")

    opener.click()
    expect(dialog).to_be_visible()
    assert violations(page) == {}
    assert sideways(page) == []
    choose(page, "QN")
    see = page.get_by_role("button", name="Voir 2 partenariats")
    expect(see).to_be_in_viewport()
    for _rank in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_text("Filtrer (1 filtre actif)")

    opener.click()
    see.click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#resultats")).to_be_focused()
    number_is(page, "2 partenariats")
    opener.click()
    page.go_back()
    number_is(page, "14 partenariats")
    expect(dialog).to_be_hidden()
    expect(page.locator("#filtres")).to_have_count(1)


def test_a_phone_without_scripts_filters_by_addresses(registry, open_browser):
    page = open_browser(None, java_script_enabled=False, **PHONE)
    page.goto(REGISTRY)

    page.locator("#registry-open").click()
    page.locator("label[for='pays-QN']").click()
    page.get_by_role("button", name="Appliquer les filtres").click()

    number_is(page, "2 partenariats")
    assert page.url.endswith("/registre/?pays=QN")
    page.locator("#registry-open").click()
    page.get_by_role("link", name=re.compile("^5 autres")).click()
    page.locator("#facet-q").fill("pays 1")
    page.keyboard.press("Enter")
    expect(page.locator(".facet__choice")).to_have_count(4)
    page.locator("label[for='pays-QC']").click()
    page.get_by_role("button", name="Appliquer ce filtre").click()
    number_is(page, "3 partenariats")


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_map_above_a_filtered_list_follows_the_filters(registry, open_browser, width):
    page = open_browser(None, viewport={"width": width, "height": 800})
    page.goto(f"{REGISTRY}?continent=AF")
    picture = page.locator(".preview__map img")

    expect(picture).to_have_attribute("alt", re.compile("Pays 12 2"))
    picture.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.preview__map img').naturalWidth > 0")
    assert page.locator(".preview__bars").is_visible() == (width >= 768)
    assert sideways(page) == []
    assert violations(page) == {}
    page.goto(f"{REGISTRY}?continent=AF&pays=QN")
    expect(picture).to_have_attribute("src", "/carte/apercu.svg?continent=AF&pays=QN")


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_rows_fit_every_width(registry, open_browser, width):
    published(title="Sans lieu connu")
    page = open_browser(None, viewport={"width": width, "height": 800})
    page.goto(REGISTRY)

    assert sideways(page) == []
    assert page.locator(".row__arc").first.is_visible() == (width >= 768)
    names = page.locator(".row__sides").first.bounding_box()
    unknown = page.locator(".row__distance--unknown").first.bounding_box()
    assert (unknown["y"] >= names["y"] + names["height"]) == (width < 768)
    page.emulate_media(media="print")
    expect(page.locator("#filtres")).to_be_hidden()
    expect(page.locator(".row").first).to_be_visible()


def test_a_year_that_cannot_be_read_is_kept_and_said(registry, open_browser):
    page = open_browser()
    page.goto(REGISTRY)
    page.locator("#facet-annee summary").click()
    first = page.locator("#registry-from")

    first.fill("abc")
    page.keyboard.press("Tab")
    expect(page.locator("#registry-status")).to_contain_text("Écrivez une année")
    expect(first).to_have_value("abc")
    expect(first).to_have_accessible_description(
        "Écrivez une année en quatre chiffres, comme 2019."
    )
    expect(page.locator("#registry-to")).to_be_focused()
    first.press("Enter")
    expect(first).to_have_attribute("aria-invalid", "true")
    first.fill("2010")
    page.keyboard.press("Tab")

    expect(page.locator("#registry-years-error")).to_have_count(0)
    expect(page.locator("#registry-status")).not_to_contain_text("Écrivez")


def test_what_a_search_inside_a_filter_finds_is_said(registry, open_browser):
    page = open_browser(None, **PHONE)
    page.goto(REGISTRY)
    page.locator("#registry-open").click()

    page.locator("#search-pays").fill("pays 9")
    expect(page.locator("dialog #registry-status")).to_contain_text("1 valeur correspond")
    page.locator("#search-pays").fill("zzz")
    expect(page.locator("dialog #registry-status")).to_contain_text("Aucune valeur")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("dialog #registry-status")).to_have_count(0)
    expect(page.locator("#registry-status")).to_have_count(1)
