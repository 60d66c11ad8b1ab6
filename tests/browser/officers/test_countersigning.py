"""A lead reviewer countersigns thirty decisions: by keyboard, and on a phone without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Decision
from partnerships.workflow.bulk.run import work
from tests.browser.axe import violations
from tests.browser.story import text_of
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.bulk import acceptance_run, many_dossiers
from tests.factories.decisions import two_people_decide

COUNT = 30


@pytest.fixture
def leader(lists):
    """A lead reviewer for whom thirty decisions wait."""
    two_people_decide()
    officer = reviewer()
    work(acceptance_run(many_dossiers(COUNT, officer=officer), officer))
    return lead_reviewer()


def signed_by(leader):
    return Decision.objects.filter(countersigned_by=leader).count()


def press(page, target, key="Enter"):
    target.focus()
    page.keyboard.press(key)


def test_thirty_decisions_are_read_and_countersigned_by_keyboard(leader, open_browser):
    page = open_browser(leader)
    page.goto(reverse("partnerships:desk"))

    press(page, page.locator("main").get_by_role("link", name=f"{COUNT} à contresigner"))
    expect(page.locator("main [name=dossier]")).to_have_count(COUNT)
    assert violations(page) == {}
    press(page, page.locator("main summary", has_text="Motifs").first)
    expect(page.get_by_text("Conforme.").first).to_be_visible()
    press(page, page.get_by_label("Tout cocher sur cette page"), "Space")
    press(page, page.locator("main [name=dossier]").last, "Space")
    button = page.get_by_role("button", name="Contresigner les décisions cochées…")
    expect(button).to_contain_text(f"({COUNT - 1})")
    press(page, button)

    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(f"Contresigner {COUNT - 1} décisions")
    assert page.get_by_text("à faire", exact=True).count() == COUNT - 1
    assert violations(page) == {}
    press(page, page.locator("main [name=keep]").first, "Space")
    assert signed_by(leader) == 0
    press(page, page.get_by_role("button", name="Confirmer et lancer"))

    expect(page.locator("main")).to_contain_text(f"{COUNT - 2} faits")
    expect(page.locator("main")).to_contain_text("1 laissé de côté")
    assert signed_by(leader) == COUNT - 2
    assert violations(page) == {}


def test_thirty_decisions_are_countersigned_on_a_phone_without_scripts(leader, open_browser):
    phone = {"java_script_enabled": False, "viewport": {"width": 320, "height": 800}}
    page = open_browser(leader, **phone)
    page.goto(f"{reverse('partnerships:outbox')}?etat=a-contresigner")

    page.get_by_role("button", name=f"Contresigner les {COUNT} qui m’attendent…").click()
    page.get_by_role("button", name="Confirmer et lancer").click()
    assert f"{COUNT} faits" in text_of(page)
    page.get_by_role("button", name="Les renvoyer…").click()
    page.get_by_label("Pourquoi").fill("Un motif est à revoir.")
    page.get_by_role("button", name="Voir ce qui sera fait").click()
    page.get_by_role("button", name="Confirmer et lancer").click()

    assert f"{COUNT} faits" in text_of(page)
    assert not Decision.objects.standing().exists()


PLACES = """() => [...document.querySelectorAll("main td, main .acts *")].map((cell) => {
  const box = cell.getBoundingClientRect();
  return [Math.round(box.x + scrollX), Math.round(box.y + scrollY)].join();
})"""


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_ticking_a_decision_moves_nothing(leader, open_browser, width):
    page = open_browser(leader, viewport={"width": width, "height": 800})
    page.goto(f"{reverse('partnerships:outbox')}?etat=a-contresigner")
    boxes = page.locator("main [name=dossier]")
    boxes.last.focus()
    before = page.evaluate(PLACES)

    for box in (boxes.first, boxes.nth(1), boxes.last):
        box.focus()
        page.keyboard.press("Space")
        assert page.evaluate(PLACES) == before
    for box in (boxes.nth(rank) for rank in range(2, 11)):
        box.check(force=True)
    assert page.evaluate(PLACES) == before
