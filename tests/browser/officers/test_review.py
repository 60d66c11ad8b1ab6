"""The review page in a browser: sections by keyboard, visible actions, links to fields."""

import pytest
from django.urls import reverse

from partnerships.models import ChangeRequest, DossierStatus, Visibility
from partnerships.workflow.change_requests import gather
from partnerships.workflow.messages import post_message
from tests.browser.axe import found_by_axe, violations
from tests.browser.test_pages import sideways


@pytest.fixture
def dossier(world):
    return world.dossiers[DossierStatus.UNDER_REVIEW]


def address(dossier):
    return reverse("partnerships:review_detail", args=[dossier.uuid])


def test_sections_are_tabs_by_keyboard_and_plain_anchors_without_scripts(
    world, dossier, open_browser
):
    page = open_browser(world.reviewer)
    page.goto(address(dossier))
    page.get_by_role("tab", name="Contrôles").focus()

    page.keyboard.press("ArrowRight")
    page.get_by_role("tabpanel", name="Échanges").wait_for()
    focused = page.evaluate("document.activeElement.id")
    page.keyboard.press("End")
    page.get_by_role("tabpanel", name="Historique").wait_for()
    plain = open_browser(world.reviewer, java_script_enabled=False)
    plain.goto(address(dossier))

    assert focused == "onglet-echanges"
    assert page.get_by_role("tabpanel").count() == 1
    assert plain.get_by_role("tab").count() == 0
    for anchor in ("controles", "echanges", "avis", "historique"):
        assert plain.locator(f"#{anchor}").is_visible()


def test_address_of_a_message_opens_its_section(world, dossier, open_browser):
    message = post_message(
        dossier, by=world.reviewer, body="À relire", visibility=Visibility.INTERNAL
    )
    page = open_browser(world.reviewer)

    page.goto(f"{address(dossier)}#message-{message.uuid}")

    page.get_by_text("À relire").wait_for()
    assert page.get_by_role("tab", name="Échanges").get_attribute("aria-selected") == "true"


def test_acts_stay_in_sight_and_a_fold_closes_by_escape(world, dossier, open_browser):
    page = open_browser(world.reviewer, viewport={"width": 1280, "height": 500})
    page.goto(address(dossier))

    page.mouse.wheel(0, 5000)
    page.wait_for_function("() => window.scrollY > 300")
    top = page.locator("#agir").evaluate("node => node.getBoundingClientRect().top")
    fold = page.locator("details.act").first
    fold.locator("summary").click()
    fold.locator(".act__body").wait_for()
    page.keyboard.press("Escape")
    fold.locator(".act__body").wait_for(state="hidden")

    assert top == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_acts_cover_nothing_on_a_phone_and_one_line_leads_to_them(world, dossier, open_browser):
    page = open_browser(world.reviewer, viewport={"width": 320, "height": 700})
    page.goto(address(dossier))

    page.mouse.wheel(0, 3000)
    page.wait_for_function("() => window.scrollY > 300")
    link = page.locator(".review-jump").get_by_role("link", name="Agir")

    assert page.locator("#agir").evaluate("node => node.getBoundingClientRect().bottom") < 0
    assert link.evaluate("node => node.getBoundingClientRect().top") >= 0
    assert page.locator(".review-jump").evaluate("node => node.offsetHeight") < 60
    assert sideways(page) == []


def test_change_is_asked_beside_a_field_without_leaving_the_page(world, dossier, open_browser):
    page = open_browser(world.reviewer)
    page.goto(address(dossier))
    page.get_by_role("tab", name="Échanges").click()
    page.get_by_label("Nouveau message").fill("En cours d’écriture. ")

    page.locator("[data-ask=summary]").click()
    page.wait_for_function("() => document.activeElement.id === 'message-body'")
    page.keyboard.type("Dites combien de rues.")
    page.get_by_role("button", name="Ajouter aux demandes").click()
    page.get_by_text("pas encore envoyée").first.wait_for()

    row = ChangeRequest.objects.get(field_path="summary")
    assert row.body == "En cours d’écriture. Dites combien de rues."


def test_page_with_requests_and_note_open_is_accessible(world, dossier, open_browser):
    gather(dossier, by=world.reviewer, body="Précisez.", field_path="title")
    page = open_browser(world.reviewer)
    page.goto(address(dossier))

    page.get_by_role("tab", name="Échanges").click()
    for fold in page.locator("#echanges details > summary").all():
        fold.click()

    assert found_by_axe(page) == {}


def test_missing_decision_is_said_on_an_accessible_page(world, open_browser):
    dossier = world.dossiers[DossierStatus.DECIDED]
    dossier.decisions.all().delete()
    page = open_browser(world.reviewer, viewport={"width": 320, "height": 800})

    page.goto(reverse("partnerships:decision_detail", args=[dossier.uuid]))

    assert page.get_by_role("button", name="Reprendre le dossier").count() == 1
    assert violations(page) == {}
    assert sideways(page) == []
