"""The search over everything in a browser: with the keyboard, a finger, and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.axe import show_as_without_scripts, violations
from tests.browser.test_pages import sideways
from tests.partnerships.search.searched import SearchedRegistry

SEARCH = reverse("partnerships:search")
PHONE = {"viewport": {"width": 320, "height": 800}}


@pytest.fixture
def registry(lists, kept):
    return kept(SearchedRegistry)


def test_box_of_the_header_is_a_combobox(registry, open_browser):
    page = open_browser()
    page.goto(reverse("partnerships:registry"))
    box = page.locator("#header-q")

    box.press_sequentially("pont de b")
    options = page.locator("header [role=option]")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_contain_text("Isère (38)")
    assert violations(page) == {}
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "header-q-liste-1")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")

    page.wait_for_url("**/collectivites/c73204/")


def test_enter_without_a_choice_leads_to_the_page(registry, open_browser):
    page = open_browser()
    page.goto(reverse("portal:home"))

    page.locator("#home-q").press_sequentially("Strasboug")
    expect(page.locator("[role=option]").first).to_contain_text("Strasbourg")
    page.keyboard.press("Enter")

    page.wait_for_url("**/recherche/?q=Strasboug")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Strasbourg")


def test_finger_on_an_answer_leads_to_it(registry, open_browser):
    page = open_browser(None, **PHONE, has_touch=True)
    page.goto(reverse("partnerships:country_list"))

    page.locator("#header-search-button").tap()
    page.locator("#header-q").press_sequentially("köl")
    option = page.locator("header [role=option]").first
    expect(option).to_be_visible()
    assert sideways(page) == []
    assert option.bounding_box()["width"] > 200
    option.tap()

    page.wait_for_url("**/partenaires/*/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cologne")


def test_dialog_of_a_phone_opens_on_the_box_and_keeps_the_words(registry, open_browser):
    page = open_browser(None, **PHONE)
    page.goto(reverse("partnerships:country_list"))
    button, box = page.locator("#header-search-button"), page.locator("#header-q")

    button.press("Enter")
    expect(box).to_be_focused()
    page.keyboard.type("pont de b")
    expect(page.locator("header [role=option]")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator("header [role=option]").first).to_be_hidden()
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    button.press("Enter")

    expect(box).to_be_focused()
    expect(box).to_have_value("pont de b")


def test_back_leads_to_the_words_and_their_answers(registry, open_browser):
    page = open_browser()
    page.goto(f"{SEARCH}?q=Lille")

    page.locator("#content").get_by_role("link", name="Lille", exact=True).first.click()
    page.wait_for_url("**/collectivites/c59350/")
    page.go_back()

    expect(page.locator("#search-q")).to_have_value("Lille")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lille")


def test_search_needs_no_script(registry, open_browser):
    page = open_browser(java_script_enabled=False)
    page.goto(reverse("portal:home"))

    page.locator("#home-q").fill("pont-de-beauvoisin")
    page.get_by_role("search").get_by_role("button", name="Rechercher").click()

    expect(page.locator("#collectivites")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Savoie (73)")
    page.goto(reverse("partnerships:registry"))
    page.locator("#header-q").fill("59000")
    page.locator("header").get_by_role("button", name="Rechercher").last.click()
    page.wait_for_url("**/collectivites/c59350/")


@pytest.mark.parametrize("width", [320, 768])
def test_header_of_a_small_screen_unfolds_by_its_addresses_without_scripts(
    registry, open_browser, width
):
    page = open_browser(None, viewport={"width": width, "height": 640}, java_script_enabled=False)
    page.goto(reverse("partnerships:country_list"))
    header, menu = page.locator("header"), page.locator("#navigation")
    sign_in = header.get_by_role("link", name="Se connecter")

    # Folded, the first screen is for what the page answers.
    expect(menu).to_be_hidden()
    expect(sign_in).to_be_hidden()
    expect(page.locator("h1")).to_be_in_viewport()
    assert header.get_by_role("button").count() == 0
    header.get_by_role("link", name="Menu").click()
    for shown in (menu.get_by_role("link", name="Registre"), sign_in):
        expect(shown).to_be_in_viewport()
    assert sideways(page) == []
    header.get_by_role("link", name="Fermer").click()
    expect(menu).to_be_hidden()
    # The link that passes over the header to the menu opens it too.
    page.locator(".fr-skiplinks a[href='#navigation']").press("Enter")
    expect(menu).to_be_in_viewport()

    header.get_by_role("link", name="Rechercher").click()
    page.locator("#header-q").fill("Lille")
    header.get_by_role("button", name="Rechercher").click()
    page.wait_for_url("**/recherche/?q=Lille")


def test_header_of_a_phone_is_accessible_without_scripts(registry, open_browser):
    page = open_browser(None, **PHONE)
    show_as_without_scripts(page)

    for part in ("", "#header-menu"):
        page.goto(f"{reverse('partnerships:country_list')}{part}")
        expect(page.locator("header a[href='#header-menu']")).to_be_visible()
        assert page.locator("#navigation").is_visible() == bool(part)
        assert violations(page) == {}


def test_header_of_a_phone_has_one_button_of_each_kind_with_scripts(registry, open_browser):
    page = open_browser(None, **PHONE)
    page.goto(reverse("partnerships:country_list"))

    for name in ("Menu", "Rechercher"):
        expect(page.locator("header").get_by_role("button", name=name)).to_have_count(1)
        expect(page.locator("header").get_by_role("link", name=name)).to_have_count(0)


@pytest.mark.parametrize("words", ["Lille", "xyzzyq", "Lilles", "pont-de-beauvoisin", ""])
def test_answers_fit_a_phone_and_are_accessible(registry, open_browser, words):
    page = open_browser(None, **PHONE)
    page.goto(f"{SEARCH}?q={words}")

    assert violations(page) == {}
    assert sideways(page) == []
    assert page.locator("h1").count() == 1
