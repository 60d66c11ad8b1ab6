"""The texts of propositions as HTML: a small notation, or the HTML that earlier curators wrote."""

import re

import nh3
from django import template
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()
# nh3 reads some HTML in quadratic time: a longer text is shown as it was written.
HTML_MAX = 50_000
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h2", "h3", "h4"}
NAMES = "|".join(sorted(TAGS))
# A text that begins with an element, or closes one.
HTML = re.compile(rf"\s*<(?:{NAMES})\b", re.IGNORECASE)
CLOSED = re.compile(rf"</(?:{NAMES})\s?>", re.IGNORECASE)
# Quotes and lists inside one another, a list counting for two: a deeper text is shown as written.
DEPTH_MAX = 8
RULES = ("heading", "list", "blockquote", "emphasis", "link", "escape", "newline")
JOINING = ("balance_pairs", "fragments_join")
NOTATION = MarkdownIt("zero", {"breaks": True}).enable([*RULES, *JOINING])
# The title of the page is its only h1, and a text has two levels of headings.
HEADINGS = {"h1": "h2"} | dict.fromkeys(["h3", "h4", "h5", "h6"], "h3")


def _from_notation(text):
    """Returns the HTML of a text in the notation, None if it is nested too deep."""
    tokens = NOTATION.parse(text)
    if any(token.level > DEPTH_MAX for token in tokens):
        return None
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    return NOTATION.renderer.render(tokens, NOTATION.options, {})


def _as_html(text):
    if HTML.match(text) or CLOSED.search(text):
        return text
    return _from_notation(text)


@register.filter
def cleaned(text: str) -> SafeString:
    """What a curator wrote, with nothing in it that could run or restyle the page.

    « # titre », « - liste », « 1. liste », « > citation », « *italique* », « **gras** » and
    « [lien](https://…) » are read; HTML of earlier curators too.
    """
    html = _as_html(text) if len(text) <= HTML_MAX else None
    if html is None:
        return linebreaks(text, autoescape=True)
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"})
    return mark_safe(clean if "<" in clean else linebreaks(clean, autoescape=False))  # noqa: S308
