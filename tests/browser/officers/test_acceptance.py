"""Accepting and declining propositions at the decision, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Dossier
from tests.browser.axe import violations
from tests.browser.test_pages import sideways
from tests.partnerships.decisions.contributions import carrying, published_contributions, words

WHY = "Souhaiter n’est pas encore porter."


@pytest.fixture
def dossier(world):
    return carrying("under_review", 3, 5, officer=world.reviewer)


def address(dossier):
    return reverse("partnerships:review_detail", args=[dossier.uuid])


def fold_of(page):
    """The form that accepts."""
    return page.locator("details.act", has=page.locator("input[value=accepted]"))


def open_form(page, dossier):
    page.goto(address(dossier))
    fold_of(page).locator("summary").first.click()
    return fold_of(page)


def box(fold, number):
    return fold.get_by_role("checkbox", name=f"{number}. ")


def word(fold, number):
    return fold.get_by_label(f"sur la proposition {number}")


def test_a_box_unticked_by_keyboard_opens_its_word_and_the_authority_reads_it(
    world, dossier, open_browser
):
    page = open_browser(world.reviewer)
    fold = open_form(page, dossier)
    expect(box(fold, 3)).to_be_checked()
    expect(word(fold, 3)).to_be_hidden()

    box(fold, 3).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(WHY)
    fold.get_by_label("Motifs").fill("Conforme.")
    expect(word(fold, 5)).to_be_hidden()
    fold.get_by_role("button", name="Décider sans notifier").click()
    page.get_by_text("La décision est prise").wait_for()
    page.goto(reverse("partnerships:decision_detail", args=[dossier.uuid]))
    expect(page.locator(".judged-contributions")).to_contain_text(WHY)
    page.locator("summary", has_text="Notifier la décision").click()
    page.get_by_role("button", name="Notifier la décision", exact=True).click()
    page.get_by_text("La décision est notifiée").wait_for()
    member = open_browser(dossier.created_by)
    member.goto(dossier.get_absolute_url())

    expect(member.locator(".judged-contributions")).to_contain_text(WHY)
    partnership = Dossier.objects.get(pk=dossier.pk).partnership
    assert list(published_contributions(partnership)) == [5]
    member.goto(partnership.get_absolute_url())
    expect(member.locator("main")).to_contain_text("Acceptée par la décision du")
    expect(member.locator("main")).not_to_contain_text(WHY)


def test_a_refused_form_keeps_what_was_unticked_and_written(world, dossier, open_browser):
    page = open_browser(world.reviewer)
    fold = open_form(page, dossier)
    box(fold, 3).uncheck(force=True)
    box(fold, 5).uncheck(force=True)
    word(fold, 5).fill(WHY)
    fold.get_by_label("Motifs").fill("Mes motifs.")

    fold.get_by_role("button", name="Décider sans notifier").click()

    page.get_by_text("pourquoi la proposition 3 est déclinée").wait_for()
    fold = fold_of(page)
    expect(box(fold, 3)).not_to_be_checked()
    expect(word(fold, 3)).to_be_visible()
    expect(word(fold, 5)).to_have_value(WHY)
    expect(fold.get_by_label("Motifs")).to_have_value("Mes motifs.")


def test_without_scripts_and_at_320_pixels_all_of_it_works(world, dossier, open_browser):
    page = open_browser(
        world.reviewer, java_script_enabled=False, viewport={"width": 320, "height": 700}
    )
    fold = open_form(page, dossier)
    box(fold, 3).uncheck(force=True)
    word(fold, 3).fill(WHY)
    fold.get_by_label("Motifs").fill("Conforme.")

    fold.get_by_role("button", name="Décider sans notifier").click()

    page.get_by_text("La décision est prise").wait_for()
    decision = Dossier.objects.get(pk=dossier.pk).decisions.get()
    assert decision.contribution_words == words([5], {3: WHY})


def test_the_forms_of_decision_are_accessible_and_fit_a_phone(world, dossier, open_browser):
    page = open_browser(world.reviewer, viewport={"width": 320, "height": 700})
    fold = open_form(page, dossier)
    box(fold, 3).uncheck(force=True)
    expect(word(fold, 3)).to_be_visible()

    assert violations(page) == {}
    assert sideways(page) == []
    fold.get_by_label("Motifs").fill("Conforme.")
    word(fold, 3).fill(WHY)
    fold.get_by_role("button", name="Décider sans notifier").click()
    page.goto(reverse("partnerships:decision_detail", args=[dossier.uuid]))
    page.get_by_text("Corriger la décision", exact=True).click()
    expect(word(page.locator(".decision-correct"), 3)).to_have_value(WHY)
    assert violations(page) == {}
    assert sideways(page) == []
