"""Errors, limits and undone acts of the form, as seen on a screen and a phone."""

import re

import pytest
from playwright.sync_api import expect

from partnerships.document.buffer import editing
from partnerships.document.steps import STEPS
from partnerships.pages.components.step_state import step_url
from tests.browser.axe import found_by_axe
from tests.browser.test_pages import sideways
from tests.browser.typing import Writer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import budget_lines, saved, step_of
from tests.factories.lists import ProposalFactory

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def member(lists):
    return MemberFactory()


def write(dossier, by, **fields):
    with editing(dossier, by) as buffer:
        buffer.update(fields)


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_link_of_an_error_shows_the_label_and_the_help_of_its_field(member, open_browser, screen):
    line = budget_lines(1, year="l’an passé", amount="beaucoup")
    dossier = dossier_in(
        "draft", member=member, title="", summary="", starts_on="hier", total_cost="x", **line
    )
    page = open_browser(member.user, **screen)
    height = screen["viewport"]["height"]
    hidden = []

    for slug in ("identite", "sujet", "calendrier", "budget"):
        page.goto(step_url(dossier, STEPS[0], "verifier=1").replace("identite", slug))
        for link in page.locator("#erreurs a").evaluate_all("links => links.map(a => a.href)"):
            page.goto("about:blank")
            page.goto(link)
            path = link.partition("#champ-")[2]
            label = page.locator(f'label[for="champ-{path}"]')
            field = page.locator(f'[id="champ-{path}"]').bounding_box()
            box = label.bounding_box() if label.count() else field
            foot = page.locator(".dossier-foot").bounding_box()
            end = min(height, foot["y"]) if foot["y"] > field["y"] else height
            if box["y"] < 0 or field["y"] + min(field["height"], 40) > end:
                hidden.append((path, box["y"], field["y"], end))

    assert hidden == []


def test_check_puts_the_focus_on_the_errors(member, open_browser):
    dossier = dossier_in("draft", member=member, title="")
    page = open_browser(member.user)
    page.goto(step_of(dossier, "identite"))

    page.get_by_role("button", name="Enregistrer et vérifier").click()
    page.wait_for_url("**verifier=1**")

    assert page.evaluate("document.activeElement.id") == "erreurs"
    expect(page).to_have_title(re.compile("^Erreur"))
    page.locator("[name=title]").fill("Éclairage")
    expect(page).to_have_title(re.compile("^Identité"))


def test_what_appears_does_not_move_the_field_one_types_in(member, open_browser):
    dossier = dossier_in("draft", member=member, title="", kind="")
    writer = Writer(open_browser(member.user, **DESK), dossier).open("calendrier")
    page, field = writer.page, writer.field("ends_on")

    # An error of the field above, and the summary at the top of the page.
    writer.type("starts_on", "hier")
    field.focus()
    top = field.bounding_box()["y"]
    page.locator("#erreurs").wait_for()
    assert field.bounding_box()["y"] == pytest.approx(top, abs=1)
    # It goes again, while one types below.
    page.evaluate(
        """() => {
          const above = document.querySelector('[name="starts_on"]');
          above.value = "2024-01-01";
          above.dispatchEvent(new Event("input", {bubbles: true}));
        }"""
    )
    page.locator("#erreurs").wait_for(state="detached")
    assert field.bounding_box()["y"] == pytest.approx(top, abs=1)


def test_question_about_another_text_does_not_move_the_field_one_types_in(member, open_browser):
    colleague = MemberFactory(authority=member.authority).user
    dossier = dossier_in("draft", member=member)
    writer = Writer(open_browser(member.user, **DESK), dossier).open("sujet")
    writer.type("summary", "Mon résumé, qui est autre")
    writer.expect_saved()
    write(dossier, colleague, **{"conflict.summary": "Celui du collègue"})

    writer.type("objectives", "Nos objectifs")
    top = writer.field("objectives").bounding_box()["y"]
    box = writer.page.locator('[data-conflict="summary"]')
    box.wait_for()

    assert writer.field("objectives").bounding_box()["y"] == pytest.approx(top, abs=1)
    expect(box).to_contain_text(f"{colleague}")
    assert found_by_axe(writer.page) == {}


@pytest.mark.parametrize("slug", [step.slug for step in STEPS[:-1]])
def test_phone_shows_the_current_step_and_a_field_on_its_first_screen(member, open_browser, slug):
    ProposalFactory()
    dossier = dossier_in("draft", member=member)
    page = open_browser(member.user, **PHONE)

    page.goto(step_of(dossier, slug))

    current = page.locator(".dossier-steps [aria-current=step]").bounding_box()
    assert 0 <= current["x"] <= 360 - current["width"]
    assert current["y"] + current["height"] < 400
    fields = page.locator(".dossier-frame__main :is(input:not([type=hidden]), select, textarea)")
    tops = [box["y"] for each in fields.all() if (box := each.bounding_box())]
    assert min(tops) + 24 < 740
    assert sideways(page) == []


def test_characters_left_are_counted_and_said_once_few_are(member, open_browser):
    dossier = dossier_in("draft", member=member)
    writer = Writer(open_browser(member.user), dossier).open("sujet")
    counter, said = (
        writer.page.locator('[id="summary-reste"]'),
        writer.page.locator("[data-characters]"),
    )

    writer.type("summary", "Un puits")
    expect(counter).to_have_text(re.compile(r"Il reste 1\s992 caractères"))
    expect(said).to_have_text("")
    writer.field("summary").fill("é" * 1_990)
    expect(counter).to_have_text("Il reste 10 caractères")
    expect(said).to_have_text("Il reste 10 caractères")
    writer.field("summary").fill("é" * 2_003)
    expect(counter).to_have_text(re.compile("Texte trop long.: 3 caractères en trop"))
    writer.expect_saved()
    assert found_by_axe(writer.page) == {}


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_removed_line_is_put_back_after_a_refresh(member, open_browser, screen):
    dossier = dossier_in("draft", member=member, **budget_lines(2))
    page = open_browser(member.user, **screen)
    page.goto(step_of(dossier, "budget"))

    put_back = page.get_by_role("button", name="Remettre Budget")
    page.get_by_role("button", name="Retirer Ligne de budget 1").click()
    put_back.wait_for()
    page.reload()
    put_back.focus()
    assert found_by_axe(page) == {}
    assert sideways(page) == []
    page.keyboard.press("Enter")
    expect(put_back).to_have_count(0)

    assert len(saved(dossier)["budget"]) == 2


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_earlier_text_is_read_and_taken_back(member, open_browser, screen):
    colleague = MemberFactory(authority=member.authority).user
    dossier = dossier_in("draft", member=member)
    write(dossier, member.user, objectives="Ce que la première personne a écrit.")
    write(dossier, colleague, objectives="Tout autre chose.")
    page = open_browser(member.user, **screen)
    page.goto(step_of(dossier, "sujet"))

    page.get_by_role("link", name="Textes d’avant").first.click()
    page.wait_for_url("**/textes-d-avant/**")
    assert found_by_axe(page) == {}
    assert sideways(page) == []
    first = page.locator("section", has_text="première personne")
    first.get_by_role("button").first.press("Enter")
    page.wait_for_url("**/sujet/**")

    assert saved(dossier)["objectives"] == "Ce que la première personne a écrit."


def test_dossier_says_its_decision_and_what_may_follow(member, open_browser):
    dossier = dossier_in("closed", member=member)
    for screen in (PHONE, DESK):
        page = open_browser(member.user, **screen)
        page.goto(dossier.get_absolute_url())

        expect(page.locator("main .fr-badge").first).to_have_text(
            re.compile("accepté", re.IGNORECASE)
        )
        assert page.get_by_role("button", name="Proposer une modification").is_visible()
        assert found_by_axe(page) == {}
        assert sideways(page) == []
