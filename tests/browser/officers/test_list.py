"""From the queue to the next dossier: few clicks, the list as it was, two tabs apart."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Dossier, DossierStatus
from tests.browser.hands import Counted
from tests.factories.dossiers import dossier_in

QUEUE = reverse("partnerships:queue")


@pytest.fixture
def dossiers(world):
    return [dossier_in("submitted", title=f"Zèbre {rank}") for rank in (1, 2, 3)]


def heading(page):
    return page.get_by_role("heading", level=1)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_queue_to_the_next_dossier_after_a_decision_is_five_clicks(
    world, dossiers, open_browser, has_scripts
):
    page = open_browser(world.reviewer, java_script_enabled=has_scripts)
    page.goto(f"{QUEUE}?etat=submitted&tri=titre&q=zebre")
    hand = Counted(page)

    hand.click(f'a:has-text("{dossiers[0].title}")')
    hand.click('form[action*="start_review"] button')
    page.get_by_text("Vous instruisez ce dossier").wait_for()
    hand.click('summary:text-is("Accepter")')
    page.locator("#grounds-accepted").fill("Conforme.")
    hand.click('form[action*="/accept/"] button:has-text("Accepter et publier")')
    page.get_by_text("Le dossier est accepté").wait_for()
    hand.click('.acts-bar__list [rel="next"]')
    expect(heading(page)).to_contain_text(dossiers[1].title)

    assert hand.count <= 5
    assert Dossier.objects.get(pk=dossiers[0].pk).status == DossierStatus.CLOSED
    page.get_by_role("link", name="Liste", exact=True).click()
    page.wait_for_url(f"**{QUEUE}?**")
    assert "q=zebre" in page.url
    assert "tri=titre" in page.url


def test_suivant_is_one_click_away_after_taking_and_deciding(world, dossiers, open_browser):
    page = open_browser(world.reviewer)
    page.goto(reverse("partnerships:next_dossier"))
    while "Prendre en instruction" not in page.locator("#agir").inner_text():
        page.get_by_role("button", name="Passer au suivant").click()
    first = heading(page).inner_text()

    page.get_by_role("button", name="Prendre en instruction").click()
    expect(page.get_by_role("button", name="Passer au suivant")).to_be_visible()
    page.locator("summary", has_text="Refuser").click()
    page.locator("#grounds-rejected").fill("Hors du champ.")
    page.locator("label", has_text="Notifier sans les voies de recours").last.click()
    page.get_by_role("button", name="Refuser et notifier").click()
    page.get_by_role("link", name="Dossier suivant").click()

    expect(heading(page)).not_to_have_text(first)
    expect(page.get_by_text("Pourquoi ce dossier")).to_be_visible()


def test_two_tabs_with_two_lists_do_not_mix(world, dossiers, open_browser):
    page = open_browser(world.reviewer)
    other = page.context.new_page()

    page.goto(f"{QUEUE}?tri=titre&q=zebre")
    page.get_by_role("link", name="Zèbre 2").click()
    other.goto(f"{QUEUE}?tri=-titre&q=zebre")
    other.get_by_role("link", name="Zèbre 2").click()
    page.locator('[rel="next"]').click()
    other.locator('.acts-bar__list [rel="next"]').click()

    expect(heading(page)).to_contain_text("Zèbre 3")
    expect(heading(other)).to_contain_text("Zèbre 1")
