"""The keyboard shortcuts of the officers' pages: what each does, and when none does anything."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Dossier, DossierStatus
from tests.browser.axe import found_by_axe
from tests.factories.dossiers import dossier_in

QUEUE = f"{reverse('partnerships:queue')}?tri=titre&q=zebre"
SETTINGS = reverse("partnerships:shortcuts")


@pytest.fixture
def dossiers(world):
    return [dossier_in("submitted", title=f"Zèbre {rank}") for rank in (1, 2, 3)]


def heading(page):
    return page.get_by_role("heading", level=1)


def button(page):
    return page.get_by_role("button", name="Raccourcis", exact=True)


def dialog(page):
    return page.get_by_role("dialog", name="Raccourcis clavier")


def focused(page):
    return page.locator(":focus")


def test_from_the_queue_to_a_decision_without_leaving_the_keys(world, dossiers, open_browser):
    page = open_browser(world.reviewer)
    page.goto(QUEUE)

    for key, title in (("s", "Zèbre 1"), ("s", "Zèbre 2"), ("p", "Zèbre 1")):
        page.keyboard.press(key)
        expect(focused(page)).to_have_text(title)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{dossiers[0].uuid}**")
    page.keyboard.press("t")
    page.get_by_text("Vous instruisez ce dossier").wait_for()
    assert Dossier.objects.get(pk=dossiers[0].pk).reviewer == world.reviewer

    page.keyboard.press("m")
    expect(page.get_by_label("Nouveau message")).to_be_focused()
    # Keys are letters while one types, and the first one is not written.
    page.keyboard.type("spltmd?")
    expect(page.get_by_label("Nouveau message")).to_have_value("spltmd?")
    expect(heading(page)).to_contain_text("Zèbre 1")
    expect(dialog(page)).to_be_hidden()

    page.get_by_label("Nouveau message").fill("")
    focused(page).blur()
    page.keyboard.press("d")
    expect(focused(page)).to_have_text("Accepter")
    page.keyboard.press("s")
    expect(heading(page)).to_contain_text("Zèbre 2")
    page.keyboard.press("p")
    expect(heading(page)).to_contain_text("Zèbre 1")
    page.keyboard.press("l")
    page.wait_for_url(f"**{reverse('partnerships:queue')}?**q=zebre**")


def test_unsaved_text_is_shown_instead_of_being_left(world, open_browser):
    dossier = dossier_in("under_review", officer=world.reviewer, title="Zèbre 1")
    dossier_in("submitted", title="Zèbre 2")
    page = open_browser(world.reviewer)
    page.goto(QUEUE)
    page.get_by_role("link", name="Zèbre 1").click()
    page.wait_for_url(f"**{dossier.uuid}**")
    grounds = page.locator("#grounds-rejected")
    page.locator("summary", has_text="Refuser").click()
    grounds.fill("Hors du champ.")
    page.keyboard.press("Escape")
    expect(grounds).to_be_hidden()

    page.keyboard.press("s")

    expect(grounds).to_be_focused()
    expect(grounds).to_have_value("Hors du champ.")
    page.wait_for_url(f"**{dossier.uuid}**")


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta", "Shift"])
def test_no_key_acts_with_a_modifier(world, dossiers, open_browser, modifier):
    page = open_browser(world.reviewer)
    page.goto(QUEUE)

    page.keyboard.press(f"{modifier}+d")
    page.keyboard.press(f"{modifier}+m")

    assert page.evaluate("document.activeElement === document.body")


def test_question_mark_and_the_button_list_them_and_escape_closes(world, open_browser):
    page = open_browser(world.reviewer)
    page.goto(reverse("partnerships:desk"))
    # The script of the dialogs has started.
    page.locator("html[data-fr-js]").wait_for(state="attached")

    page.keyboard.press("?")
    expect(dialog(page)).to_be_visible()
    assert found_by_axe(page) == {}
    # Nothing acts behind the list.
    page.keyboard.press("s")
    expect(heading(page)).to_have_text("À faire")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    button(page).click()
    expect(dialog(page)).to_be_visible()
    expect(dialog(page)).to_contain_text("Écrire un message")


def test_turned_off_no_key_acts_and_the_button_still_lists_them(world, dossiers, open_browser):
    page = open_browser(world.reviewer)
    page.goto(SETTINGS)
    page.get_by_role("button", name="Désactiver les raccourcis").click()
    page.get_by_text("Les raccourcis sont désactivés").wait_for()
    page.goto(QUEUE)

    page.keyboard.press("s")
    page.keyboard.press("?")

    assert page.evaluate("document.activeElement === document.body")
    expect(dialog(page)).to_be_hidden()
    button(page).click()
    dialog(page).get_by_role("link", name="Activer ou désactiver").click()
    page.get_by_role("button", name="Activer les raccourcis").click()
    page.get_by_text("Les raccourcis sont activés").wait_for()
    page.goto(QUEUE)
    page.keyboard.press("s")
    expect(focused(page)).to_have_text("Zèbre 1")


def test_key_held_down_or_without_its_target_does_nothing(world, open_browser):
    dossier = dossier_in("closed", title="Zèbre 1")
    page = open_browser(world.reviewer)
    address = reverse("partnerships:review_detail", args=[dossier.uuid])
    page.goto(address)

    for key in "sptld":
        page.keyboard.press(key)

    assert page.url.endswith(address)
    assert Dossier.objects.get(pk=dossier.pk).status == DossierStatus.CLOSED


def test_without_scripts_nothing_promises_them(world, dossiers, open_browser):
    page = open_browser(world.reviewer, java_script_enabled=False)
    page.goto(QUEUE)

    expect(page.get_by_text("Raccourcis", exact=True)).to_be_hidden()
    page.goto(SETTINGS)
    expect(page.get_by_text("Ils ont besoin de JavaScript")).to_be_visible()
    page.get_by_role("button", name="Désactiver les raccourcis").click()
    expect(page.get_by_role("button", name="Activer les raccourcis")).to_be_visible()
    world.reviewer.refresh_from_db()
    assert not world.reviewer.has_shortcuts
