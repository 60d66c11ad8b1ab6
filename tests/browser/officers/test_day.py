"""An officer's day by the keyboard alone: the queue, a message, a request, decisions, the list."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import (
    ChangeRequest,
    Decision,
    Dossier,
    DossierStatus,
    Message,
    OfficerNote,
)
from tests.browser.hands import Keyboard
from tests.factories.dossiers import dossier_in

QUEUE = reverse("partnerships:queue")


@pytest.fixture
def dossiers(world):
    return [dossier_in("submitted", title=f"Zèbre {rank}") for rank in (1, 2, 3)]


def link_to(dossier):
    return f'main a[href*="{dossier.uuid}"]'


def status(dossier):
    return Dossier.objects.get(pk=dossier.pk).status


def test_a_whole_day_by_keyboard(world, dossiers, open_browser):
    first, second, third = dossiers
    page = open_browser(world.reviewer, viewport={"width": 1366, "height": 657})
    keyboard = Keyboard(page)

    # « À faire », then the queue.
    page.goto(reverse("partnerships:desk"))
    keyboard.press(f'.desk-menu a[href="{QUEUE}"]', "Enter")
    page.wait_for_url(f"**{QUEUE}")
    page.goto(f"{QUEUE}?q=zebre&tri=titre")
    keyboard.press(link_to(first), "Enter")
    page.wait_for_url(f"**{first.uuid}**")

    # Takes the first, asks a colleague, keeps a note.
    keyboard.press('form[action*="start_review"] button', "Enter")
    page.get_by_text("Vous instruisez ce dossier").wait_for()
    keyboard.press("#onglet-controles", "ArrowRight")
    keyboard.write("#message-body", "Qui connaît ce projet ?")
    keyboard.press('[name="visibility"][value="internal"]', "Enter")
    message = page.get_by_text("Qui connaît ce projet ?")
    expect(message).to_be_in_viewport()
    assert Message.objects.get(dossier=first).visibility == "internal"
    keyboard.press("#note > summary", "Enter")
    keyboard.write("#note-body", "Rappeler lundi")
    keyboard.press("#note form button", "Enter")
    page.get_by_text("Votre note est enregistrée").wait_for()
    assert OfficerNote.objects.get(dossier=first).body == "Rappeler lundi"

    # Asks for a change beside a field, and sends it.
    keyboard.press("[data-ask=summary]", "Enter")
    page.wait_for_function("() => document.activeElement.id === 'message-body'")
    page.keyboard.type("Dites combien de rues.")
    keyboard.press('[formaction*="demandes"]', "Enter")
    expect(page.locator(".request--draft")).to_be_in_viewport()
    keyboard.press(".act:has([name=requests]) > summary", "Enter")
    keyboard.press(".act[open] form > button", "Enter")
    page.get_by_text("Vos demandes sont envoyées").wait_for()
    assert status(first) == DossierStatus.CHANGES_REQUESTED
    assert ChangeRequest.objects.get(dossier=first).status == "sent"

    # The next one is taken and refused; a form that one leaves is closed by Escape.
    keyboard.press('.acts-bar__list [rel="next"]', "Enter")
    page.wait_for_url(f"**{second.uuid}**")
    keyboard.press('form[action*="start_review"] button', "Enter")
    page.get_by_text("Vous instruisez ce dossier").wait_for()
    keyboard.press(".act:has(#grounds-accepted) > summary", "Enter")
    keyboard.go_to("#grounds-accepted")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.act > summary')")
    keyboard.press(".act:has(#grounds-rejected) > summary", "Enter")
    keyboard.write("#grounds-rejected", "Hors du champ.")
    keyboard.press("#without-appeal-rejected", "Space")
    keyboard.press('form[action*="/reject/"] .acts button:last-child', "Enter")
    page.get_by_text("Le dossier est refusé").wait_for()
    expect(page.get_by_role("heading", name="Dossier refusé le")).to_be_visible()

    # The last one is accepted, then one is back in the list.
    keyboard.press('.acts-bar__list [rel="next"]', "Enter")
    page.wait_for_url(f"**{third.uuid}**")
    keyboard.press('form[action*="start_review"] button', "Enter")
    page.get_by_text("Vous instruisez ce dossier").wait_for()
    keyboard.press(".act:has(#grounds-accepted) > summary", "Enter")
    keyboard.write("#grounds-accepted", "Conforme.")
    keyboard.press('form[action*="/accept/"] .acts button:last-child', "Enter")
    page.get_by_text("Le dossier est accepté").wait_for()
    expect(page.get_by_text("fin de la liste")).to_be_visible()
    keyboard.press('.acts-bar__list a[href*="q=zebre"]', "Enter")
    page.wait_for_url(f"**{QUEUE}?**q=zebre**")

    assert [status(each) for each in (second, third)] == [DossierStatus.CLOSED] * 2
    assert Decision.objects.filter(dossier__in=dossiers).count() == 2
    # The public page and back.
    page.goto(Dossier.objects.get(pk=third.pk).partnership.get_absolute_url())
    keyboard.press(f'a[href$="/instruction/{third.uuid}/"]', "Enter")
    page.wait_for_url(f"**{third.uuid}**")
