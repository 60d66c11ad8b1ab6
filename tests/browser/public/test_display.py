"""Light or dark, as the reader chooses or as the system does; motion; colours of the system."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.lists import ProposalFactory

pytestmark = pytest.mark.usefixtures("lists")
HOME, HELP = reverse("portal:home"), reverse("portal:help")
THEME = "document.documentElement.dataset.frTheme"
BUTTON = "Paramètres d’affichage"


def choose(page, name):
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("dialog").get_by_text(name, exact=True).click()
    page.keyboard.press("Escape")


def test_choice_is_kept_from_page_to_page_and_sent_to_nobody(open_browser):
    page = open_browser(color_scheme="light")
    page.goto(HELP)
    assert page.evaluate(THEME) == "light"

    choose(page, "Sombre")

    page.goto(HOME)
    assert page.evaluate(THEME) == "dark"
    assert page.context.cookies() == []
    choose(page, "Celui de votre appareil")
    page.reload()
    assert page.evaluate(THEME) == "light"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_choice_stands_against_the_system_before_the_page_is_painted(open_browser, scheme):
    page = open_browser(color_scheme=scheme)
    page.goto(HELP)
    assert page.evaluate(THEME) == scheme
    other, name = ("dark", "Sombre") if scheme == "light" else ("light", "Clair")
    choose(page, name)
    page.route(
        "**/dsfr.module.min*.js",
        lambda route: route.fulfill(body="", content_type="text/javascript"),
    )

    page.goto(HOME)

    assert page.evaluate(THEME) == other


def test_settings_are_opened_and_left_by_the_keyboard(open_browser):
    page = open_browser()
    page.goto(HELP)
    button, dialog = page.get_by_role("button", name=BUTTON), page.locator("#display-settings")
    button.focus()

    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.locator("#theme-system").focus()
    page.keyboard.press("ArrowUp")

    assert page.evaluate(THEME) == "dark"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_without_scripts_nothing_offers_what_only_scripts_do(open_browser):
    page = open_browser(java_script_enabled=False)

    page.goto(HELP)

    expect(page.get_by_text(BUTTON, exact=True).first).to_be_hidden()
    expect(page.locator("#display-settings")).to_be_hidden()


def test_motion_is_reduced_where_the_system_asks_for_it(open_browser):
    page = open_browser(reduced_motion="reduce")
    page.goto(HELP)

    durations = page.evaluate(
        "[...document.querySelectorAll('*')].map(e => getComputedStyle(e).transitionDuration)"
    )

    seconds = {float(each.removesuffix("s")) for all_of in durations for each in all_of.split(", ")}
    assert max(seconds) < 0.001


def test_squares_of_propositions_show_in_the_colours_of_the_system(open_browser):
    ProposalFactory(number=1, wording="official", source_page=3)
    page = open_browser(forced_colors="active", color_scheme="dark")
    page.goto(HOME)

    mark, ground = page.evaluate(
        """[".wording-mark--official", "body"].map(
        each => getComputedStyle(document.querySelector(each)).backgroundColor)"""
    )

    assert mark != ground
