"""The views of a result in a browser: the table, its columns and its sort, and what is printed."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.public.test_registry import PHONE, REGISTRY, choose, number_is
from tests.browser.test_pages import sideways
from tests.factories.authorities import LocalAuthorityFactory, RegionFactory
from tests.factories.partnerships import published

TABLE = reverse("partnerships:registry_table")
WIDE = {"viewport": {"width": 1280, "height": 700}}


def first_title(page, text):
    expect(page.locator(".result-table__title a").first).to_have_text(text)


def test_headers_sort_in_place_and_the_history_goes_back(registry, open_browser):
    page = open_browser(None, **WIDE)
    page.goto(TABLE)
    page.evaluate("window.same = true")

    first_title(page, "Titre 12 1")
    page.get_by_role("link", name="Partenariat", exact=True).press("Enter")
    first_title(page, "Titre 00 0")
    assert page.url.endswith("/registre/tableau/?tri=titre")
    expect(page.locator("#sort-titre")).to_be_focused()
    expect(page.get_by_role("columnheader", name="Partenariat")).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.locator("#sort-titre").click()
    first_title(page, "Titre 12 1")
    page.go_back()
    first_title(page, "Titre 00 0")
    page.go_back()
    first_title(page, "Titre 12 1")
    assert page.url.endswith("/registre/tableau/")
    assert page.evaluate("window.same")


def test_columns_change_in_place_and_stay_with_the_filters(registry, open_browser):
    page = open_browser(None, **WIDE)
    page.goto(f"{TABLE}?tri=titre")
    headers = page.locator(".result-table thead th")

    page.get_by_text("Colonnes", exact=False).first.click()
    page.locator("label[for='column-publication']").click()
    page.locator("label[for='column-pays']").click()
    expect(headers).to_have_text(["Partenariat", "Partenaire", "Début", "Distance"])
    expect(page.locator("#columns")).to_have_attribute("open", "")
    expect(page.locator("#column-pays")).to_be_focused()
    expect(page.locator("#column-pays")).not_to_be_checked()
    expect(page.locator("#resultats")).to_contain_text("Publié le")

    page.locator(".registry__filter").click()
    choose(page, "QN")
    number_is(page, "2 partenariats")
    page.keyboard.press("Escape")
    expect(page.locator(".registry__filter")).to_be_focused()
    assert "colonne=publication" in page.url
    assert "tri=titre" in page.url
    page.get_by_role("link", name="Liste").click()
    expect(page.locator("#registry-sort")).to_have_value("titre")
    page.locator("label[for='pays-QB']").click()
    number_is(page, "3 partenariats")
    page.get_by_role("link", name="Tableau").click()
    expect(page.locator("#column-publication")).to_be_checked()
    number_is(page, "3 partenariats")

    page.get_by_text("Colonnes", exact=False).first.click()
    page.get_by_role("link", name="Revenir aux colonnes habituelles").click()
    expect(page.locator("#column-publication")).not_to_be_checked()
    assert "colonne" not in page.url
    page.locator("label[for='column-fin']").click()
    page.wait_for_url("**colonne=fin**")
    page.locator("label[for='column-fin']").click()
    page.wait_for_url(lambda url: "colonne" not in url)


@pytest.mark.parametrize("width", [1280, 360])
def test_filters_of_the_table_are_a_dialog_at_any_width(registry, open_browser, width):
    page = open_browser(None, viewport={"width": width, "height": 700})
    page.goto(TABLE)
    dialog = page.get_by_role("dialog", name="Filtrer")
    opener = page.locator(".registry__filter" if width == 1280 else "#registry-open")

    expect(page.locator("#filtres")).to_be_hidden()
    opener.click()
    expect(dialog).to_be_visible()
    assert violations(page) == {}
    assert sideways(page) == []
    choose(page, "QN")
    page.get_by_role("button", name="Voir 2 partenariats").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#resultats")).to_be_focused()
    number_is(page, "2 partenariats")
    page.go_back()
    number_is(page, "14 partenariats")
    expect(page.locator("#filtres")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_table_fits_every_width_and_scrolls_in_its_region(registry, open_browser, width, theme):
    page = open_browser(None, viewport={"width": width, "height": 800})
    page.goto(f"{TABLE}?colonne=collectivite&colonne=pays&colonne=debut&colonne=distance&tri=debut")
    page.evaluate("theme => document.documentElement.dataset.frTheme = theme", theme)

    assert sideways(page) == []
    assert violations(page) == {}
    region = page.get_by_role("region", name="Partenariats trouvés")
    region.focus()
    expect(region).to_be_focused()
    right = page.locator(".result-table td.result-table__number").first
    assert right.evaluate("cell => getComputedStyle(cell).textAlign") == "right"
    if width == 320:
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('.result-table').scrollLeft > 0")


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_table_works_without_scripts(registry, open_browser, size):
    page = open_browser(None, java_script_enabled=False, **size)
    page.goto(TABLE)

    page.get_by_text("Colonnes", exact=False).first.click()
    page.locator("label[for='column-distance']").click()
    page.get_by_role("button", name="Afficher ces colonnes").click()
    expect(page.locator(".result-table thead th").last).to_have_text("Début")
    page.locator("#sort-debut").click()
    first_title(page, "Titre 12 1")
    page.locator("#sort-debut").click()
    first_title(page, "Titre 00 0")
    page.locator("#registry-open, .registry__filter").filter(visible=True).click()
    page.locator("label[for='pays-QN']").click()
    page.get_by_role("button", name="Appliquer les filtres").click()
    number_is(page, "2 partenariats")
    first_title(page, "Titre 12 0")
    assert "tri=debut" in page.url
    assert "colonne=debut" in page.url
    assert "colonne=distance" not in page.url


def printed_text(page):
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


@pytest.mark.parametrize("path", [REGISTRY, TABLE])
def test_a_printed_result_is_a_document(registry, open_browser, path):
    page = open_browser(None, **WIDE)
    page.goto(f"{path}?continent=AF&tri=titre")
    expect(page.locator(".portal-printed")).to_be_hidden()

    text = printed_text(page)

    for control in ("Filtrer", "Tout effacer", "Trier", "Liste", "Colonnes", "Rechercher"):
        assert control not in text
    controls = page.locator("main button, main input, main select, main nav, main summary")
    expect(controls.filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("14 partenariats")
    assert re.search(r"Continent\s*: Afrique", text)
    assert re.search(r"état au \d{1,2}(er)? \w+ \d{4}", text)
    assert f"{path}?tri=titre&continent=AF" in text.replace("\n", "")
    rows = page.locator(".row" if path == REGISTRY else ".result-table__row")
    assert rows.first.evaluate("row => getComputedStyle(row).breakInside") == "avoid"
    link = page.locator(".row__link, .result-table__title a").first
    assert link.evaluate("a => getComputedStyle(a, '::after').content") in ("none", '""')
    assert sideways(page) == []


def test_other_public_pages_are_printed_as_documents(registry, open_browser):
    page = open_browser(None, **WIDE)
    page.goto(REGISTRY)
    row = page.locator(".row__link").first
    addresses = [row.get_attribute("href"), reverse("partnerships:country_detail", args=["QN"])]
    addresses += [reverse("partnerships:authority_list")]
    page.goto(addresses[0])
    lille = page.get_by_role("link", name="Lille").first.get_attribute("href")
    for address in [*addresses, lille]:
        page.emulate_media(media="screen")
        page.goto(address)
        text = printed_text(page)
        assert re.search(r"état au \d{1,2}(er)? \w+ \d{4}", text)
        assert address in text.replace("\n", "")
        controls = page.locator("button, input, select, nav, .portal-screen")
        expect(controls.filter(visible=True)).to_have_count(0)


def test_a_printed_map_leaves_room_for_what_it_is_about(registry, open_browser):
    page = open_browser(None, **WIDE)
    RegionFactory(code="53", name="Bretagne")
    for insee, latitude, longitude in (("22001", 48.9, -3.0), ("44109", 46.9, -1.6)):
        town = LocalAuthorityFactory(
            insee_code=insee,
            region_id="53",
            latitude=latitude,
            longitude=longitude,
            precision="town_hall",
        )
        published([town])
    page.goto(reverse("partnerships:region_detail", args=["53"]))
    page.emulate_media(media="print")

    height = page.locator(".map").first.bounding_box()["height"]

    assert height < 0.4 * 297 / 25.4 * 96
