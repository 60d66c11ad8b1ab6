"""The bars of a budget, and their key: up to a hundred parts, each with its words."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.amounts import euros
from partnerships.document.reading_budget import Budget, BudgetPart, BudgetYear

register = template.Library()

KEY = """<li><svg class="budget__sample" viewBox="0 0 10 10" aria-hidden="true">\
<rect class="budget__part budget__part--{tint}" width="10" height="10"/></svg>{text}</li>"""
PART = """<rect class="budget__part budget__part--{tint}" x="{x:.2f}%" width="{width:.2f}%" \
height="22"><title>{text}</title></rect>{amount}"""
AMOUNT = (
    """<text class="budget__amount budget__amount--{tint}" x="{x:.2f}%" y="15">{words}</text>"""
)
YEAR = """
      <div class="budget__year"><span>{year}</span><svg class="budget__bar">{parts}\
<text class="budget__total" x="{end:.2f}%" y="15" dx="8">{total}</text></svg></div>
    """


def _text(part: BudgetPart) -> str:
    colon = _("\u202f:")
    amount = euros(part.amount, cents=False)
    return escape(f"{capfirst(part.label)}{colon} {amount}")


@register.simple_tag
def budget_key(budget: Budget) -> SafeString:
    """The tint of each source, its name and its total."""
    lines = (KEY.format(tint=part.tint, text=_text(part)) for part in budget.sources)
    return mark_safe("".join(lines))  # noqa: S308 (texts are escaped)


def _part(part: BudgetPart) -> str:
    amount = ""
    if part.has_room:
        amount = AMOUNT.format(tint=part.tint, x=float(part.middle), words=part.words)
    return PART.format(
        tint=part.tint,
        x=float(part.x),
        width=float(part.width),
        text=_text(part),
        amount=amount,
    )


def _year(each: BudgetYear) -> str:
    return YEAR.format(
        year=each.year,
        parts="".join(map(_part, each.parts)),
        end=float(each.end),
        total=euros(each.total, cents=False),
    )


@register.simple_tag
def budget_bars(budget: Budget) -> SafeString:
    """A bar per year, cut by source, and its total."""
    return mark_safe("".join(map(_year, budget.years)))  # noqa: S308 (texts are escaped)
