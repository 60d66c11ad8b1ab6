"""What public pages are on paper."""

import pypdfium2
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.partnerships import published

# Every height of a sheet within that of a row, so that each place of the last row is tried.
HEIGHTS = range(640, 720, 8)


def last_sheet(page, height):
    paper = pypdfium2.PdfDocument(page.pdf(width="794px", height=f"{height}px"))
    return paper[len(paper) - 1].get_textpage().get_text_range()


def test_foot_of_a_printed_list_is_never_alone_on_its_sheet(registry, open_browser):
    page = open_browser()
    page.goto(f"{reverse('partnerships:registry')}?continent=AF")
    page.evaluate("document.fonts.ready")
    named = page.locator(".row__there .row__name").all_inner_texts()

    sheets = {height: last_sheet(page, height) for height in HEIGHTS}

    assert all("état au" in sheet for sheet in sheets.values())
    alone = {height for height, sheet in sheets.items() if not any(map(sheet.__contains__, named))}
    assert alone == set()


def paper_text(page):
    paper = pypdfium2.PdfDocument(page.pdf())
    sheets = [each.get_textpage().get_text_range() for each in paper]
    return " ".join(" ".join(sheets).split())


def test_list_that_has_other_pages_says_so_on_paper_alone(registry, open_browser):
    registry = reverse("partnerships:registry")
    for _number in range(7):  # beside the fourteen that are there
        published()
    page = open_browser()

    page.goto(registry)
    sentence = page.get_by_text("Seule cette page de la liste est imprimée")
    expect(sentence).to_be_hidden()
    assert "Seule cette page de la liste est imprimée" in paper_text(page)
    page.get_by_role("link", name="Page suivante").click()
    page.wait_for_url("**apres=**")
    assert "Seule cette page de la liste est imprimée" in paper_text(page)

    page.goto(f"{registry}?pays=QN")
    expect(sentence).to_have_count(0)
