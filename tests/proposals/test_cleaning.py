"""Texts of propositions as HTML: a small notation, earlier HTML, and nothing that could harm."""

from html.parser import HTMLParser
from time import process_time

import pytest

from proposals.templatetags.cleaning import DEPTH_MAX, HTML_MAX, TAGS, cleaned
from tests.proposals.hostile_texts import HOSTILE

VOID = {"br"}


class Strict(HTMLParser):
    """Reads HTML as written: what it finds, its depth, and what is not well nested."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.faults = set(), [], []
        self.open, self.depth, self.words = [], 0, ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
            self.depth = max(self.depth, len(self.open))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.faults.append("comment")

    def handle_decl(self, decl):
        self.faults.append("declaration")


def read(html):
    reader = Strict()
    reader.feed(html)
    reader.close()
    return reader


def test_there_are_sixty_hostile_texts_and_more():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_leaves_nothing_that_runs_or_restyles(name):
    start = process_time()
    found = read(cleaned(HOSTILE[name]))

    # The slowest takes less than two seconds alone.
    assert process_time() - start < 15
    assert found.tags <= TAGS
    kinds = {(tag, attribute) for tag, attribute, _value in found.attributes}
    assert kinds <= {("a", "href"), ("a", "rel")}
    for _tag, attribute, value in found.attributes:
        assert attribute == "rel" or value.startswith(("https://", "http://", "/"))
    assert (found.open, found.faults) == ([], [])
    assert found.depth <= DEPTH_MAX


NOTATION = {
    "Un.\n\nDeux & trois.": "<p>Un.</p>\n<p>Deux &amp; trois.</p>\n",
    "a\nb": "<p>a<br>\nb</p>\n",
    "# Un\n## Deux\n### Trois": "<h2>Un</h2>\n<h3>Deux</h3>\n<h4>Trois</h4>\n",
    "- a\n- b": "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n",
    "1. a\n2. b": "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n",
    "> cité": "<blockquote>\n<p>cité</p>\n</blockquote>\n",
    "*un* **deux**": "<p><em>un</em> <strong>deux</strong></p>\n",
    "[HAL](https://hal.science/x)": (
        '<p><a href="https://hal.science/x" rel="noopener noreferrer">HAL</a></p>\n'
    ),
    "2 * 3 < 7 et <Nom>": "<p>2 * 3 &lt; 7 et &lt;Nom&gt;</p>\n",
    r"\*pas italique\*": "<p>*pas italique*</p>\n",
}


@pytest.mark.parametrize("text", NOTATION)
def test_notation_is_read(text):
    assert cleaned(text) == NOTATION[text]


def test_html_of_earlier_curators_is_read_as_html():
    html = "<p>Un <strong>texte</strong>, *tel quel*</p><ul><li>a</li></ul>"

    assert cleaned(html) == html
    assert cleaned("Un <strong>texte</strong>") == "Un <strong>texte</strong>"


def test_nothing_is_lost_where_quotes_are_too_deep():
    too_deep = read(cleaned("> " * (DEPTH_MAX + 1) + "les mots"))

    assert "les mots" in too_deep.words
    assert too_deep.depth == 1
    assert read(cleaned("> " * (DEPTH_MAX - 1) + "x")).depth == DEPTH_MAX


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_text_of_nothing_shows_nothing(text):
    assert read(cleaned(text)).words.strip() == ""


def test_body_too_long_to_be_cleaned_is_shown_as_written():
    body = "<script>" + "&" * HTML_MAX

    assert cleaned(body).startswith("<p>&lt;script&gt;&amp;")
