"""The texts of propositions as HTML: a small notation, or the HTML that earlier curators wrote."""

import re
from itertools import accumulate

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
TAG = re.compile(r"<(/?)(\w+)")
# Elements inside one another, such as six lists: a deeper text is shown as it was written.
DEPTH_MAX = 12
RULES = ("heading", "list", "blockquote", "emphasis", "link", "escape", "newline")
JOINING = ("balance_pairs", "fragments_join")
NOTATION = MarkdownIt("zero", {"breaks": True}).enable([*RULES, *JOINING])
# The title of the page is its only h1.
HEADINGS = {"h1": "h2", "h2": "h3"} | dict.fromkeys(["h3", "h4", "h5", "h6"], "h4")


def _as_html(text):
    if HTML.match(text) or CLOSED.search(text):
        return text
    tokens = NOTATION.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    return NOTATION.renderer.render(tokens, NOTATION.options, {})


def _depth(html):
    """Returns how many elements of well nested HTML stand inside one another at most."""
    steps = (-1 if end else 1 for end, tag in TAG.findall(html) if tag != "br")
    return max(accumulate(steps), default=0)


@register.filter
def cleaned(text: str) -> SafeString:
    """What a curator wrote, with nothing in it that could run or restyle the page.

    « # titre », « - liste », « 1. liste », « > citation », « *italique* », « **gras** » and
    « [lien](https://…) » are read; HTML of earlier curators too.
    """
    if len(text) > HTML_MAX:
        return linebreaks(text, autoescape=True)
    clean = nh3.clean(
        _as_html(text),
        tags=TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"http", "https"},
    )
    if _depth(clean) > DEPTH_MAX:
        return linebreaks(text, autoescape=True)
    return mark_safe(clean if "<" in clean else linebreaks(clean, autoescape=False))  # noqa: S308
