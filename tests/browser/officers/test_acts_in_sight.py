"""The forms of acts open in sight, whatever stands above them, and close as one expects."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Action, Dossier
from tests.browser.axe import found_by_axe, violations
from tests.browser.test_pages import sideways
from tests.factories.decisions import PhraseFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.opinions import ask

LAPTOP = {"width": 1366, "height": 657}
LONG = "Éclairage public partagé entre les quartiers de deux villes " * 3
BODY = ".act[open] .act__body"


@pytest.fixture
def dossier(world):
    """With all that makes the form of a decision long."""
    for rank in range(6):
        PhraseFactory(title=f"Phrase {rank}", outcomes=["accepted", "reserved", "rejected"])
    dossier = dossier_in("under_review", officer=world.reviewer, title=LONG.strip())
    ask(dossier)
    return dossier


def address(dossier, query="liste=ouverts"):
    return f"{reverse('partnerships:review_detail', args=[dossier.uuid])}?{query}"


def hidden_parts(page):
    """What of the open form is out of the window, and what of the dossier it covers."""
    return page.evaluate(
        """selector => {
          const box = document.querySelector(selector).getBoundingClientRect();
          const read = document.querySelector('.review__dossier').getBoundingClientRect();
          return {
            above: Math.max(0, -box.top), below: Math.max(0, box.bottom - innerHeight),
            beside: Math.max(0, box.right - innerWidth),
            covered: Math.max(0, read.right - box.left),
          };
        }""",
        BODY,
    )


@pytest.mark.parametrize("scroll", [0, 4000])
@pytest.mark.parametrize("has_scripts", [True, False])
def test_each_form_opens_in_sight_and_covers_nothing_of_the_dossier(
    world, dossier, open_browser, has_scripts, scroll
):
    page = open_browser(world.reviewer, viewport=LAPTOP, java_script_enabled=has_scripts)
    page.goto(address(dossier))
    folds = page.locator("details.act > summary")
    names = folds.all_inner_texts()

    for fold in folds.all():
        page.mouse.wheel(0, scroll)
        fold.click()
        expect(page.locator(BODY)).to_have_count(1)
        if has_scripts:
            assert set(hidden_parts(page).values()) == {0}, fold.inner_text()
        box = page.locator(BODY).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= LAPTOP["height"]
        fold.click()
        expect(page.locator(BODY)).to_have_count(0)

    assert [name.strip() for name in names] == [
        "Demander des compléments",
        "Accepter",
        "Accepter avec réserves",
        "Refuser",
        "Confier",
    ]


def test_a_form_closes_by_escape_and_by_a_click_outside_and_keeps_what_was_typed(
    world, dossier, open_browser
):
    page = open_browser(world.reviewer, viewport=LAPTOP)
    page.goto(address(dossier))
    fold = page.locator("summary", has_text="Refuser")
    grounds = page.locator("#grounds-rejected")

    fold.click()
    grounds.fill("Hors du champ")
    page.keyboard.press("Escape")
    expect(page.locator(BODY)).to_have_count(0)
    focused = page.evaluate("document.activeElement.innerText.trim()")
    page.keyboard.press("Enter")
    expect(grounds).to_be_visible()
    page.locator(".review__dossier h2").first.click()
    expect(page.locator(BODY)).to_have_count(0)
    page.locator("summary", has_text="Confier").click()
    fold.click()

    assert focused.startswith("Refuser")
    expect(page.locator(BODY)).to_have_count(1)
    expect(grounds).to_have_value("Hors du champ")
    page.locator(BODY).get_by_role("button").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator(BODY)).to_have_count(0)


def test_text_of_the_dossier_is_copied_while_a_form_is_open(world, dossier, open_browser):
    page = open_browser(world.reviewer, viewport=LAPTOP)
    page.goto(address(dossier))
    page.locator("summary", has_text="Refuser").click()

    box = page.locator(".review__dossier .fr-text--lead").first.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 5, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, middle)
    page.mouse.up()

    assert page.evaluate("getSelection().toString().trim()")
    expect(page.locator(BODY)).to_be_visible()


def test_refused_act_says_so_in_its_form(world, dossier, open_browser):
    page = open_browser(world.reviewer, viewport=LAPTOP)
    page.goto(address(dossier))
    page.locator("summary", has_text="Refuser").click()

    page.locator(BODY).get_by_role("button").last.click()

    alert = page.get_by_role("alert")
    expect(alert).to_have_count(1)
    expect(page.locator(BODY).get_by_role("alert")).to_be_in_viewport()


@pytest.mark.parametrize("who", ["reviewer", "lead_reviewer"])
def test_reopening_and_taking_back_open_in_sight(world, open_browser, who):
    officer = getattr(world, who)
    dossier = dossier_in("closed", title=LONG.strip())
    if who == "reviewer":
        dossier = dossier_in("under_review", officer=officer, title=LONG.strip())
        act(dossier, Action.DECIDE, officer, outcome="accepted", grounds="Conforme.")
    page = open_browser(officer, viewport=LAPTOP)
    page.goto(address(Dossier.objects.get(pk=dossier.pk)))

    page.locator("details.act > summary").first.click()

    assert set(hidden_parts(page).values()) == {0}
    assert violations(page) == {}


def test_forms_on_a_phone_open_under_their_button_in_sight(world, dossier, open_browser):
    page = open_browser(world.reviewer, viewport={"width": 360, "height": 740})
    page.goto(address(dossier))

    for fold in page.locator("details.act > summary").all():
        fold.click()
        form = page.locator(BODY)
        expect(form).to_be_in_viewport()
        # As much of it as fits.
        box = form.bounding_box()
        assert box["y"] >= 0 or box["y"] + box["height"] >= 740 - 1
        assert box["width"] > 250
        assert sideways(page) == []
        page.keyboard.press("Escape")


def test_correction_of_a_decision_opens_in_sight_and_closes_by_escape(world, open_browser):
    dossier = dossier_in("under_review", officer=world.reviewer, title=LONG.strip())
    act(dossier, Action.DECIDE, world.reviewer, outcome="accepted", grounds="Conforme. " * 300)
    page = open_browser(world.reviewer, viewport=LAPTOP)
    page.goto(reverse("partnerships:decision_detail", args=[dossier.uuid]))
    fold = page.locator(".decision-correct")
    summary = fold.locator("summary")
    summary.evaluate("node => node.scrollIntoView({ block: 'end' })")

    summary.click()

    expect(summary).to_be_in_viewport()
    expect(fold.get_by_label("Motifs")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(fold.get_by_label("Motifs")).to_be_hidden()


def test_reason_of_a_suspension_is_in_sight_from_the_dossier(world, open_browser):
    dossier = dossier_in("closed", title=LONG.strip())
    page = open_browser(world.reviewer, viewport=LAPTOP, java_script_enabled=False)
    page.goto(address(dossier))

    page.get_by_role("link", name="Suspendre la fiche").click()

    expect(page.get_by_role("textbox", name="Motif")).to_be_in_viewport(ratio=1)
    expect(page.locator("main").get_by_role("button", name="Suspendre")).to_be_in_viewport()


def test_page_with_each_form_open_is_accessible(world, dossier, open_browser):
    page = open_browser(world.reviewer, viewport=LAPTOP)
    page.goto(address(dossier))

    for fold in page.locator("details.act > summary").all():
        fold.click()
        assert found_by_axe(page) == {}
