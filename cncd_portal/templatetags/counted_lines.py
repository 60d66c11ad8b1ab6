"""Names with their numbers of partnerships, a hundred on the page of a place or a proposition."""

from collections.abc import Iterable
from html import escape

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

LINE = "<li>{} <span>{}</span></li>"
LINK = '<a href="{}">{}</a>'


def _line(line) -> str:
    label, count = escape(line.label), line.count
    name = LINK.format(escape(line.address), label) if line.address else label
    number = intcomma(count) if count >= 1000 else str(count)
    return LINE.format(name, escape(line.numbers or (number if count else _("aucun connu"))))


@register.simple_tag
def counted_lines(lines: Iterable) -> SafeString:
    """Each of `lines`: its `label`, which leads to its `address` if it has one, then its `numbers`,
    of each source, or its `count`.
    """
    return mark_safe("".join(map(_line, lines)))  # noqa: S308 (what lines show is escaped)
