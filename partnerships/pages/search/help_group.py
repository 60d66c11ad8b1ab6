"""Search in the help: the sections of its pages, read from their templates."""

import functools
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from partnerships.pages.search.groups import Entry, Group, GroupKind, Query, group_of
from partnerships.registry.marking import extract

# Name of a page, and a template of its sections.
PAGES = (
    ("portal:help", "pages/_help_readers_sections.html"),
    ("portal:help", "pages/_help_sections.html"),
    ("portal:help_instruction", "pages/_help_instruction_sections.html"),
    ("portal:help_curation", "pages/_help_curation_sections.html"),
)


@dataclass
class _Section:
    anchor: str
    heading: str = ""
    texts: list[str] = field(default_factory=list)


class _Sections(HTMLParser):
    """Collects the sections of a page: heading, its id, and texts of the paragraphs."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.tag = ""

    def handle_starttag(self, tag, attrs):
        if tag == "h2":
            self.found.append(_Section(dict(attrs)["id"]))
        if tag in ("h2", "p"):
            self.tag = tag
            if tag == "p":
                self.found[-1].texts.append("")

    def handle_data(self, data):
        if self.tag == "h2":
            self.found[-1].heading += data
        elif self.tag == "p":
            self.found[-1].texts[-1] += data

    def handle_endtag(self, tag):
        if tag == self.tag:
            self.tag = ""


@functools.cache
def _sections(template: str, _language: str) -> list[_Section]:
    """Returns the sections that `template` holds, read once per language."""
    parser = _Sections()
    parser.feed(render_to_string(template))
    return parser.found


def help_sections(query: Query, most: int) -> Group:
    """The sections of the help that have the words."""
    found = []
    for name, template in PAGES:
        address = reverse(name)
        for each in _sections(template, get_language()):
            rank = query.rank(each.heading)
            rank = query.text_rank(each.heading, *each.texts) if rank is None else rank
            if rank is not None:
                found.append(
                    Entry(
                        name=each.heading,
                        title=query.mark(each.heading),
                        address=f"{address}#{each.anchor}",
                        rank=rank,
                        extract=extract(each.texts, query.words),
                    )
                )
    return group_of(GroupKind.HELP, found, most, reverse("portal:help"))
