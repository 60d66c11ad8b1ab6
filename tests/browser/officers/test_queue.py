"""The queue by hand: filtered without a mouse, kept as a view, read on a phone."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from partnerships.models import Dossier, DossierStatus
from partnerships.workflow.index import index_dossiers
from tests.browser.axe import found_by_axe
from tests.browser.test_pages import sideways
from tests.factories.bulk import many_dossiers
from tests.factories.data_exports import made_queue

LONG = "Un projet dont on dit beaucoup avant de dire ce qu’il est, " * 3


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
    page.get_by_role("listbox").get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chips = page.get_by_label("Filtres actifs")
    expect(chips).to_contain_text("collectivité\u202f: Lille")
    expect(chips).to_contain_text("état\u202f: en instruction")
    page.locator("summary", has_text="Garder comme vue").click()
    page.get_by_label("Nom de la vue").fill("Lille, en cours")
    page.get_by_role("button", name="Garder", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Lille, en cours")
    kept = {"status": DossierStatus.UNDER_REVIEW, "lead_authority__name": "Lille"}
    found = Dossier.objects.filter(**kept).count()
    assert 0 < found < Dossier.objects.count()
    expect(page.locator("#dossiers tbody tr")).to_have_count(found)


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
    expect(row).to_contain_text("Lille")


def _many(world, open_browser, **options):
    """The queue of sixty dossiers."""
    keys = [each.pk for each in many_dossiers(60, officer=world.reviewer)]
    Dossier.objects.filter(pk__in=keys).update(title=LONG)
    index_dossiers(keys)
    page = open_browser(world.lead_reviewer, **options)
    page.goto(reverse("partnerships:queue"))
    return page


def _rows_in_sight(page):
    return page.locator("#dossiers tbody tr").evaluate_all(
        "rows => rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"
    )


def test_eight_dossiers_are_in_sight_in_a_filtered_view_too(world, open_browser):
    page = _many(world, open_browser, viewport={"width": 1280, "height": 900})
    assert _rows_in_sight(page) >= 8
    assert page.locator("#dossiers tbody tr").count() == 50

    page.goto(
        f"{reverse('partnerships:queue')}?q=eclairage&etat=under_review&etat=submitted"
        f"&instructeur={world.reviewer.pk}&objet=registration&avis=none&age_max=900"
    )

    assert page.get_by_label("Filtres actifs").locator("a").count() == 8
    assert _rows_in_sight(page) >= 8
    assert sideways(page) == []
    assert found_by_axe(page) == {}
    page.locator("summary", has_text="Filtrer").click()
    assert found_by_axe(page) == {}


def test_a_heading_sorts_by_keyboard_and_says_its_direction(world, open_browser):
    page = _many(world, open_browser)

    for direction, address in (("ascending", "?tri=titre"), ("descending", "?tri=-titre")):
        page.get_by_role("columnheader", name="Dossier").get_by_role("link").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{address}")
        heading = page.get_by_role("columnheader", name="Dossier")
        expect(heading).to_have_attribute("aria-sort", direction)


def test_a_dossier_is_a_card_of_three_lines_on_a_phone(world, open_browser):
    page = _many(world, open_browser, viewport={"width": 360, "height": 800})

    heights = page.locator("#dossiers tbody tr").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )

    assert max(heights) <= 80
    assert sideways(page) == []
    assert found_by_axe(page) == {}


def test_filters_without_scripts_leave_a_clean_address(world, open_browser):
    page = open_browser(world.reviewer, java_script_enabled=False)
    page.goto(reverse("partnerships:queue"))

    page.locator("summary", has_text="Filtrer").click()
    page.locator("label[for=instructeur-moi]").click()
    page.get_by_role("button", name="Appliquer les filtres").click()

    assert page.url.endswith("/instruction/dossiers/?instructeur=moi")


def test_the_desk_of_a_lead_and_the_page_of_a_spreadsheet_pass_axe(world, open_browser):
    today = timezone.localdate()
    Dossier.objects.filter(pk=world.dossiers[DossierStatus.UNDER_REVIEW].pk).update(
        due_on=today - timedelta(days=1)
    )
    made_queue(world.lead_reviewer)
    page = open_browser(world.lead_reviewer, viewport={"width": 360, "height": 800})

    for name in ("desk", "queue_export_page"):
        page.goto(reverse(f"partnerships:{name}"))
        assert found_by_axe(page) == {}, name
        assert sideways(page) == [], name
    expect(page.get_by_text("Votre tableur est prêt")).to_be_visible()
    page.goto(reverse("partnerships:desk"))
    page.get_by_role("region", name="Échéances de l’équipe").get_by_role("link").first.click()
    expect(page.locator("#dossiers tbody tr")).to_have_count(1)
