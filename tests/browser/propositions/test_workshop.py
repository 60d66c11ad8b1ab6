"""A curator replaces the twenty, orders them and illustrates one, in a browser."""

import pytest
from django.urls import reverse

from partnerships.pages.propositions.workshop.replacement.replacement_sheet import xlsx_lines
from proposals.models import Proposal
from tests.browser.test_pages import sideways, violations
from tests.factories.accounts import curator
from tests.factories.files import picture
from tests.partnerships.propositions.replacing import line

PHONE, DESK = {"width": 320, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def person(lists, settings):
    settings.DEMONSTRATION = True
    return curator()


def file_of(*lines):
    content = xlsx_lines(list(lines))
    return {"name": "les vingt.xlsx", "mimeType": "application/x", "buffer": content}


def order():
    return list(Proposal.objects.values_list("number", flat=True))


def check(page):
    """Accessible and within the screen, on a phone and on a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert violations(page) == {}
        assert sideways(page) == []


def send(page, *lines):
    page.get_by_label("Fichier rempli").set_input_files(file_of(*lines))
    page.get_by_role("button", name="Relire le fichier").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_twenty_are_replaced_and_come_back(person, open_browser, scripts):
    before = {each.number: each.title for each in Proposal.objects.with_text()}
    new = {number: f"Texte {number} du rapport" for number in range(1, 21)}
    page = open_browser(person, java_script_enabled=scripts)
    page.goto(reverse("proposals:workshop"))
    page.get_by_text("20 propositions n’ont pas le texte officiel").wait_for()
    if scripts:
        check(page)
    page.get_by_role("navigation", name="Atelier des propositions").get_by_role(
        "link", name="Remplacer les vingt"
    ).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Modèle XLSX").click()
    assert download.value.suggested_filename == "propositions.xlsx"

    send(page, *(line(number, title) for number, title in new.items()), line(21, "De trop"))
    page.get_by_role("heading", name="1 correction est demandée dans le fichier").wait_for()
    if scripts:
        check(page)
    send(page, *(line(number, title) for number, title in new.items()))
    page.get_by_role("heading", name="Relire le remplacement").wait_for()
    assert page.locator("ins").count() >= 20
    if scripts:
        check(page)
    page.get_by_role("textbox", name="Motif").fill("Le rapport est arrivé")
    page.get_by_role("button", name="Remplacer ces textes").click()
    page.get_by_text("Les textes sont remplacés.").wait_for()
    assert {each.number: each.title for each in Proposal.objects.with_text()} == new

    page.get_by_role("link", name="Annuler ce remplacement").click()
    page.get_by_role("textbox", name="Motif").fill("Ce n’était pas le bon fichier")
    page.get_by_role("button", name="Annuler ce remplacement").click()
    page.get_by_text("les textes d’avant sont publiés de nouveau").wait_for()
    assert {each.number: each.title for each in Proposal.objects.with_text()} == before


def test_the_order_changes_by_the_keyboard_alone(person, open_browser):
    page = open_browser(person, java_script_enabled=False)
    page.goto(reverse("proposals:workshop_order"))

    page.get_by_role("button", name="Descendre la proposition 1", exact=True).press("Enter")
    page.get_by_text("L’ordre est enregistré.").wait_for()
    assert order()[:3] == [2, 1, 3]
    page.get_by_label("20. ").fill("1")
    page.get_by_label("20. ").press("Enter")
    page.get_by_text("L’ordre est enregistré.").wait_for()

    assert order()[:3] == [20, 2, 1]


def test_the_button_that_moves_keeps_the_focus(person, open_browser):
    page = open_browser(person)
    page.goto(reverse("proposals:workshop_order"))

    page.get_by_role("button", name="Monter la proposition 5", exact=True).press("Enter")
    page.get_by_text("L’ordre est enregistré.").wait_for()
    page.locator("button[name=monter][value='5']:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("main ol li:nth-child(3)#proposition-5").wait_for()

    assert order()[:5] == [1, 2, 5, 3, 4]


def test_two_curators_at_once(person, open_browser):
    first, second = open_browser(person), open_browser(curator())
    for page in (first, second):
        page.goto(reverse("proposals:workshop_order"))

    first.get_by_role("button", name="Monter la proposition 5", exact=True).click()
    first.get_by_text("L’ordre est enregistré.").wait_for()
    second.get_by_role("button", name="Monter la proposition 7", exact=True).click()
    second.get_by_text("Quelqu’un a changé l’ordre").wait_for()

    check(second)
    assert order()[:8] == [1, 2, 3, 5, 4, 6, 7, 8]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_picture_is_chosen_described_and_removed(person, open_browser, scripts):
    page = open_browser(person, java_script_enabled=scripts)
    page.goto(reverse("proposals:workshop_proposal", args=[5]))
    page.get_by_role("link", name="Choisir une image").click()

    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Choisissez l’image à montrer.").first.wait_for()
    if scripts:
        check(page)
    content = {"name": "place.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(600, 400))}
    page.get_by_label("Image", exact=True).set_input_files(content)
    page.get_by_label("Texte de remplacement").fill("Une place")
    page.get_by_label("Crédit").fill("Ville de Lille")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("L’image est enregistrée.").wait_for()
    page.goto(reverse("proposals:proposal_detail", args=[5]))
    shown = page.get_by_role("img", name="Une place")
    shown.scroll_into_view_if_needed()
    shown.evaluate("image => image.decode()")
    if scripts:
        check(page)

    page.goto(reverse("proposals:workshop_illustration", args=[5]))
    page.get_by_text("Retirer l’image", exact=True).press("Enter")
    page.get_by_role("button", name="Confirmer le retrait").click()
    page.get_by_text("L’image est retirée.").wait_for()


def test_the_window_and_the_links_are_changed_without_scripts(person, open_browser):
    page = open_browser(person, java_script_enabled=False)
    page.goto(reverse("proposals:workshop_settings", args=[5]))

    page.get_by_label("Visible à partir du").fill("2026-01-05T09:30")
    page.get_by_role("group", name="Elle complète").get_by_label("6. S’organiser").press("Space")
    page.get_by_role("button", name="Enregistrer").click()

    page.get_by_text("Les réglages sont enregistrés.").wait_for()
    page.get_by_text("5 janvier 2026, 09:30").wait_for()
    assert Proposal.objects.get(number=5).relations.get().other.number == 6
