"""The choices of a facet as boxes. A page of results has a hundred: as nodes of a template they
were a fifth of its cost.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.template.defaultfilters import capfirst
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe

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

VALUES = """

<div id="values-{}">
  {}
</div>
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


@register.simple_tag
def facet_values(panel: FacetPanel) -> SafeString:
    """What `components/_facet_choices.html` shows of the choices that `panel` shows."""
    choices = facet_choices(panel, panel.shown)
    return mark_safe(VALUES.format(panel.facet.value, choices))  # noqa: S308 (choices are safe)
