"""The panels of the facets, and their choices as boxes. A page of results has twenty, and a hundred
boxes: as nodes of a template they were a third of its cost.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.template.defaultfilters import capfirst
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from partnerships.registry.facets.choices import FacetChoice
from partnerships.registry.facets.panels import FacetPanel

register = template.Library()

BOX = """
    <div class="fr-checkbox-group fr-checkbox-group--sm facet__choice{child}">
      <input type="checkbox" id="{name}-{value}" name="{name}" value="{value}"{checked}>
      <label class="fr-label{none}" for="{name}-{value}">{label} \
<span class="facet__count">{count}</span></label>{bar}
    </div>"""
BAR = """
      <svg class="facet__bar" height="2" aria-hidden="true" focusable="false">\
<rect width="{}%" height="2"/></svg>"""

PANEL = """\
<details class="facet" id="facet-{facet}"{opened}>
        <summary class="facet__summary"><span class="facet__name">{name}</span>{only}</summary>
        <fieldset class="facet__choices">
          <legend class="fr-sr-only">{name}</legend>
          {content}
          {search}
          {values}
          {more}
        </fieldset>
      </details>"""
VALUES = """

<div id="values-{}">
  {}
</div>
"""
ONLY = ' <span class="facet__only">{}</span>'
SEARCH = """<input class="fr-input facet__search" type="search" form="facet-search" \
id="search-{facet}" name="valeur" maxlength="100" autocomplete="off" aria-label="{label}" \
placeholder="{placeholder}" hx-get="{page}" hx-trigger="input changed delay:200ms, search" \
hx-include="#registry-form" hx-target="#values-{facet}" hx-select="#values-{facet}" \
hx-select-oob="unset" hx-push-url="false" hx-sync="this:queue last">"""
MORE = """
            <a class="fr-link fr-link--sm" href="{address}">{text} \
<span class="fr-sr-only">{of_filter}</span></a>
          """


def _box(name: str, choice: FacetChoice, most: int) -> str:
    count = choice.count
    return BOX.format(
        name=name,
        value=escape(choice.value),
        label=escape(capfirst(choice.label)),
        count=localize(count) if count >= 1000 else count,
        child=" facet__choice--child" if choice.is_child else "",
        checked=" checked" if choice.is_chosen else "",
        none="" if count else " facet__none",
        bar=BAR.format(round(100 * count / most)) if count else "",
    )


@register.simple_tag
def facet_choices(panel: FacetPanel, choices: Iterable[FacetChoice]) -> SafeString:
    """The `choices`, which are of `panel`: box, label, count and bar of each."""
    boxes = (_box(panel.facet.value, each, panel.most) for each in choices)
    return mark_safe("".join(boxes))  # noqa: S308 (what boxes show is escaped)


def _search(panel: FacetPanel) -> str:
    label = _("Chercher une valeur du filtre «\u202f%(name)s\u202f»")
    return SEARCH.format(
        facet=panel.facet.value,
        label=escape(label % {"name": panel.facet.label}),
        placeholder=escape(_("Chercher…")),
        page=panel.page,
    )


def _more(panel: FacetPanel) -> str:
    of_filter = _("du filtre «\u202f%(name)s\u202f»") % {"name": panel.facet.label}
    return MORE.format(
        address=escape(panel.more_address),
        text=panel.more_text,
        of_filter=escape(of_filter),
    )


@register.simple_block_tag
def facet_panel(content: str, panel: FacetPanel) -> SafeString:
    """A facet that opens, and its first choices after `content`."""
    facet, is_only = panel.facet.value, panel.only and not panel.is_chosen
    text = PANEL.format(
        facet=facet,
        opened=" open" if panel.is_open else "",
        name=escape(capfirst(panel.facet.label)),
        only=ONLY.format(escape(panel.only)) if is_only else "",
        content=content,
        search=_search(panel) if panel.has_more else "",
        values=VALUES.format(facet, facet_choices(panel, panel.shown)),
        more=_more(panel) if panel.has_more else "",
    )
    return mark_safe(text)  # noqa: S308 (what it shows is escaped)
