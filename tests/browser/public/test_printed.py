"""What public pages are on paper."""

import pypdfium2
from django.urls import reverse

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
