"""Search among the pages of the portal: those of its plan, by their titles and by other words."""

import functools
from dataclasses import dataclass
from html.parser import HTMLParser

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.pages.search.groups import Entry, Group, GroupKind, Query, group_of
from partnerships.registry.authority_search import OTHER_NAME, PART

PLAN = "pages/_site_map_lists.html"


@dataclass
class _Page:
    """`words`: what people call it, other than its title."""

    address: str
    words: list[str]
    title: str = ""


class _Pages(HTMLParser):
    """Collects the links of the plan; `data-words` has the other words, between commas."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.is_in_link = False

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            given = dict(attrs)
            words = given.get("data-words", "").split(",")
            self.found.append(_Page(given["href"], [word.strip() for word in words if word]))
        self.is_in_link = tag == "a"

    def handle_data(self, data):
        if self.is_in_link:
            self.found[-1].title += data

    def handle_endtag(self, tag):
        self.is_in_link = False


@functools.cache
def _pages(_language: str) -> list[_Page]:
    """Returns the pages that anyone may open, read once per language."""
    parser = _Pages()
    parser.feed(render_to_string(PLAN))
    return parser.found


def _rank(page: _Page, query: Query) -> int | None:
    """Returns how surely the page is meant; one whose title has more words is as sure as a text."""
    is_begun = fold(page.title).startswith(f"{query.folded} ")
    by_title = PART if is_begun else query.rank(page.title)
    by_words = [max(rank, OTHER_NAME) for rank in map(query.rank, page.words) if rank is not None]
    return min(by_words if by_title is None else [by_title, *by_words], default=None)


def portal_pages(query: Query, most: int) -> Group:
    """The pages whose title has the words, or that people call so."""
    found = [
        Entry(page.title, query.mark(page.title), page.address, rank, _("page du portail"))
        for page in _pages(get_language())
        if (rank := _rank(page, query)) is not None
    ]
    return group_of(GroupKind.PAGES, found, most, reverse("portal:site_map"))
