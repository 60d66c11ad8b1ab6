"""An authority declares its partnerships by a spreadsheet, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Dossier, RowAct
from partnerships.pages.spreadsheets.drafts import ask
from partnerships.pages.spreadsheets.tasks import do_what_is_asked
from tests.browser.axe import found_by_axe
from tests.browser.test_pages import sideways
from tests.factories.authorities import MemberFactory
from tests.factories.lists import CountryFactory
from tests.factories.spreadsheets import checked, row, xlsx_of


@pytest.fixture
def member(lists):
    CountryFactory()
    return MemberFactory()


def file_of(*rows):
    content = xlsx_of({"Partenariats": list(rows)})
    return {"name": "nos jumelages.xlsx", "mimeType": "application/x", "buffer": content}


def test_from_the_file_to_the_deposit(member, open_browser):
    page = open_browser(member.user)
    page.goto(reverse("partnerships:workspace"))
    page.get_by_role("link", name="Déclarer plusieurs partenariats par un tableur").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Modèle XLSX").click()
    assert download.value.suggested_filename == "partenariats.xlsx"

    page.get_by_label("Fichier rempli").set_input_files(
        file_of(row(1), row(2, Résumé=""), row(3), row(4, Phase="En cour"))
    )
    page.get_by_role("button", name="Relire le fichier").click()
    page.get_by_text("vouliez-vous dire").wait_for()
    assert found_by_axe(page) == {}
    everything = page.get_by_label("Tout cocher")
    everything.wait_for()
    everything.press("Space")
    expect(page.locator("input[name=row]:checked")).to_have_count(0)
    everything.press("Space")
    page.get_by_label("Jumelage 3").press("Space")
    assert everything.evaluate("box => box.indeterminate")
    page.get_by_role("button", name="Créer les brouillons cochés").click()

    page.get_by_role("link", name="Déposer ceux qui sont complets").click()
    page.get_by_text("à compléter d’abord").wait_for()
    assert found_by_axe(page) == {}
    page.get_by_role("button", name="Déposer les dossiers cochés").click()
    page.get_by_text("Déposé.").wait_for()

    assert list(Dossier.objects.order_by("title").values_list("title", "status")) == [
        ("Jumelage 1", "submitted"),
        ("Jumelage 2", "draft"),
    ]


def test_wrong_row_becomes_a_draft_and_a_suggestion_is_accepted(member, open_browser):
    page = open_browser(member.user, viewport={"width": 320, "height": 800})
    page.goto(reverse("partnerships:spreadsheet_list"))
    page.get_by_label("Fichier rempli").set_input_files(
        file_of(row(1, Phase="En cour"), row(2, Phase="zzz"))
    )
    page.get_by_role("button", name="Relire le fichier").press("Enter")
    page.get_by_role("heading", name="Que faut-il comprendre").wait_for()
    assert found_by_axe(page) == {}
    assert sideways(page) == []

    page.get_by_label("En cours").press("Space")
    page.get_by_role("button", name="Enregistrer ces choix").press("Enter")
    page.get_by_text("Lignes bonnes (1)").wait_for()
    page.get_by_label("Jumelage 2").press("Space")
    page.get_by_role("button", name="Créer ces brouillons tels quels").press("Enter")

    page.get_by_role("heading", name="Au portail (1)").wait_for()
    assert Dossier.objects.get().buffer["phase"] == "zzz"


def test_progress_shows_itself_and_then_what_was_made(member, open_browser):
    spreadsheet = checked(member, [row(number) for number in range(3)])
    ask(spreadsheet.rows.all(), spreadsheet, RowAct.DRAFT)
    page = open_browser(member.user)
    page.goto(spreadsheet.get_absolute_url())
    page.get_by_text("En cours", exact=False).first.wait_for()
    assert found_by_axe(page) == {}
    page.set_viewport_size({"width": 320, "height": 800})
    assert sideways(page) == []

    do_what_is_asked.func(spreadsheet.pk, member.user.pk)

    page.get_by_role("heading", name="Au portail (3)").wait_for()
    assert sideways(page) == []


def test_without_scripts_the_page_is_refreshed_by_hand(member, open_browser):
    page = open_browser(member.user, java_script_enabled=False)
    page.goto(reverse("partnerships:spreadsheet_list"))
    page.get_by_label("Fichier rempli").set_input_files(file_of(row(1), row(2)))
    page.get_by_role("button", name="Relire le fichier").click()
    page.get_by_role("button", name="Créer les brouillons cochés").click()

    page.get_by_role("heading", name="Au portail (2)").wait_for()
    assert Dossier.objects.count() == 2
