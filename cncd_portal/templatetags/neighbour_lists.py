"""The partnerships near one: up to three lists of a dozen on its page."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

LIST = """
      <section class="neighbours__list" aria-labelledby="voisins-{rank}">
        <h2 class="fr-h5" id="voisins-{rank}">{title}</h2>
        <ul class="fr-raw-list neighbours__rows">
          {rows}
        </ul>
        {more}
      </section>
    """
ROW = """<li><span><a href="{}">{}</a></span> <span class="neighbours__detail">{}</span></li>"""
MORE = """<p class="fr-mt-1w fr-mb-0"><a href="{}">{}</a></p>"""


def _list(rank: int, each) -> str:
    rows = (
        ROW.format(escape(row.address), escape(row.name), escape(row.detail))
        for row in each.neighbours
    )
    more = MORE.format(escape(each.address), escape(_("Tous, dans le registre")))
    return LIST.format(
        rank=rank,
        title=escape(each.title),
        rows="".join(rows),
        more=more if each.is_longer else "",
    )


@register.simple_tag
def neighbour_lists(lists: Iterable) -> SafeString:
    """`lists`: of `partnership_neighbours.py`; names lead to the pages of their partnerships."""
    parts = (_list(rank, each) for rank, each in enumerate(lists, 1))
    return mark_safe("".join(parts))  # noqa: S308 (what they show is escaped)
