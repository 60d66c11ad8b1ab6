"""The comparison in a browser: with the keyboard, without scripts, on a phone, on paper."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Provenance
from tests.browser.axe import violations
from tests.browser.test_pages import sideways
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

COMPARISON = reverse("partnerships:comparison")
PHONE = {"viewport": {"width": 320, "height": 800}}
NAMES = ("Lille", "Villeneuve-d’Ascq-sur-Deûle", "Arras", "Douai")


@pytest.fixture
def towns(lists):
    """Four with one partner in common; the first has a fictitious one too."""
    rows = [LocalAuthorityFactory(name=name, population=230_000) for name in NAMES]
    shared = InternationalPartnerFactory(name="Oujda")
    for row in rows:
        published([row], [shared])
    published([rows[0]], [shared], provenance=Provenance.DEMONSTRATION)
    return rows


@pytest.fixture
def placed(lists):
    """Two with one partner each, at the same known place."""
    rows = [LocalAuthorityFactory(name=name) for name in NAMES[:2]]
    oujda = InternationalPartnerFactory(name="Oujda", latitude=34.7, longitude=-1.9)
    for row in rows:
        published([row], [oujda])
    return rows


def address(rows):
    query = "&".join(f"collectivite={row.key}" for row in rows)
    return f"{COMPARISON}?{query}"


def test_another_is_added_with_the_keyboard_and_removed(towns, open_browser):
    page = open_browser()
    page.goto(towns[0].get_absolute_url())
    page.get_by_role("link", name="Comparer avec…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparer Lille avec…")

    page.locator("#compared-q").press_sequentially("arra")
    expect(page.locator("main [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Lille et Arras")
    assert page.url.endswith(address([towns[0], towns[2]]))
    page.get_by_role("link", name="Placer Arras avant").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Arras et Lille")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lille et Arras")
    page.get_by_role("link", name="Retirer Lille").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparer Arras avec…")


def test_without_scripts_another_is_added_by_the_button(towns, open_browser):
    page = open_browser(java_script_enabled=False)
    page.goto(address(towns[:1]))

    page.locator("#compared-q").fill("Villeneuve")
    page.locator("main").get_by_role("button", name="Chercher").click()
    page.get_by_role("list", name="Noms trouvés").get_by_role("link").click()

    expect(page.locator("table.compared thead th")).to_have_count(2)
    page.get_by_role("link", name="Douai").click()
    expect(page.locator("table.compared thead th")).to_have_count(3)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_the_table_is_accessible_and_stays_one(towns, open_browser, options):
    """Stacked, it is still announced as a table whose cells have their headers."""
    page = open_browser(**options)
    page.goto(address(towns))

    assert violations(page) == {}
    assert sideways(page) == []
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(4)
    expect(table.get_by_role("rowheader", name="Partenariats").first).to_be_visible()
    who = table.locator(".compared__who").first
    expect(who).to_be_visible() if options else expect(who).to_be_hidden()


LINES = """() => [...document.querySelectorAll(".compared__who")].map((each) => {
    const range = document.createRange();
    const start = each.textContent.indexOf("(");
    range.setStart(each.firstChild, start);
    range.setEnd(each.firstChild, each.textContent.length);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
})"""


def test_words_of_a_name_are_not_cut_on_a_phone(lists, open_browser):
    rows = [LocalAuthorityFactory(name=f"{name} (démonstration)") for name in ("Valombre", "Sète")]
    for row in rows:
        published([row])
    page = open_browser(None, viewport={"width": 360, "height": 800})
    page.goto(address(rows))

    assert set(page.evaluate(LINES)) == {1}
    assert not sideways(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_charts_and_maps_fit_and_lead_to_their_rows(placed, open_browser, width, theme):
    page = open_browser(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page.emulate_media(color_scheme=theme)
    page.goto(address(placed))

    assert sideways(page) == []
    maps = page.locator(".compared-maps svg.map")
    expect(maps).to_have_count(2)
    # Each has the land that the page holds once.
    assert maps.first.evaluate("map => map.querySelector('use').getBBox().width") > 100
    page.get_by_text("Tableau", exact=False).first.click()
    expect(page.get_by_role("table").first).to_be_visible()
    page.locator(".compared-maps a.map__link").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".registry__number")).to_have_text("1 partenariat")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_maps_and_names_are_accessible(placed, open_browser, theme):
    page = open_browser()
    page.emulate_media(color_scheme=theme)
    page.goto(address(placed))
    assert violations(page) == {}

    page.goto(f"/comparer/noms/pays/?{address(placed).partition('?')[2]}")

    assert violations(page) == {}
    assert sideways(page) == []


def test_paper_has_the_table_and_no_button(towns, open_browser):
    page = open_browser()
    page.goto(address(towns[:2]))

    page.emulate_media(media="print")

    expect(page.locator("table.compared")).to_be_visible()
    expect(page.locator("#compared-q")).to_be_hidden()
    expect(page.get_by_role("link", name="Retirer Lille")).to_be_hidden()
