"""The queue by hand: filtered without a mouse, kept as a view, read on a phone."""

from django.urls import reverse
from playwright.sync_api import expect


def test_queue_is_filtered_by_keyboard_and_kept_as_a_view(world, open_browser):
    page = open_browser(world.reviewer)
    page.goto(reverse("partnerships:queue"))

    page.locator("summary", has_text="Filtrer").focus()
    page.keyboard.press("Enter")
    page.get_by_label("En instruction").focus()
    page.keyboard.press("Space")
    box = page.get_by_label("Nom, SIREN ou code postal")
    box.focus()
    page.keyboard.type("lill")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chips = page.get_by_label("Filtres actifs")
    expect(chips).to_contain_text("collectivité\u202f: Lille")
    expect(chips).to_contain_text("état\u202f: en instruction")
    page.locator("summary", has_text="Garder comme vue").click()
    page.get_by_label("Nom de la vue").fill("Lille, en cours")
    page.get_by_role("button", name="Garder", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Lille, en cours")
    expect(page.locator("#dossiers tbody tr")).to_have_count(1)


def test_queue_without_scripts_on_a_phone(world, open_browser):
    page = open_browser(
        world.reviewer, java_script_enabled=False, viewport={"width": 320, "height": 800}
    )
    page.goto(reverse("partnerships:queue"))

    page.locator("summary", has_text="Filtrer").click()
    page.get_by_label("Nom, SIREN ou code postal").fill("lill")
    page.get_by_role("button", name="Chercher", exact=True).click()
    # The design system's boxes are drawn by their labels.
    page.locator("label[for^=trouvee-]").first.click()
    page.locator("label[for=instructeur-personne]").click()
    page.get_by_role("button", name="Appliquer les filtres").click()

    expect(page.get_by_label("Filtres actifs")).to_contain_text("instructeur\u202f: personne")
    row = page.locator("#dossiers tbody tr").first
    expect(row).to_contain_text("Collectivité\u202f: Lille")
    expect(row.get_by_text("Collectivité")).to_be_visible()
