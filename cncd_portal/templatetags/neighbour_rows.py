"""The partnerships near one: up to three lists of a dozen on its page."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ROW = """<li><span><a href="{}">{}</a></span> <span class="neighbours__detail">{}</span></li>"""


@register.simple_tag
def neighbour_rows(neighbours: Iterable) -> SafeString:
    """Each of `neighbours`: its name, which leads to its page, and its detail."""
    rows = (ROW.format(*map(escape, (each.address, each.name, each.detail))) for each in neighbours)
    return mark_safe("".join(rows))  # noqa: S308 (what they show is escaped)
