"""The choices that each facet of the registry offers, with labels and counts."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from partnerships.models import NOT_STATED, Facet
from partnerships.registry.facets.counts import Counts
from partnerships.registry.facets.labels import FacetLabels

# A long facet shows its first values, and the others on a page of its own.
SHOWN, LONG = 8, 10
# Facets whose values have no order of their own: the most frequent come first.
BY_COUNT = {
    Facet.COUNTRY,
    Facet.CONTINENT,
    Facet.REGION,
    Facet.DEPARTEMENT,
    Facet.AUTHORITY_KIND,
    Facet.KIND,
    Facet.PROVENANCE,
    Facet.BUDGET_SOURCE,
}


class FacetChoice(NamedTuple):
    """A value of a facet. `count`: how many of what is found have it; `children`: those of a
    theme, whose count includes them.
    """

    value: str
    label: str
    count: int
    is_chosen: bool
    is_child: bool = False
    children: tuple["FacetChoice", ...] = ()

    @property
    def is_opened(self) -> bool:
        """Whether it or one of its children is chosen."""
        if self.is_chosen or not self.children:
            return self.is_chosen
        return any(each.is_chosen for each in self.children)


def _sorted(choices, is_by_count):
    """Returns what is chosen first, what would find nothing last; « not stated » follows the
    others that find something.
    """

    def place(choice):
        return (
            not choice.is_opened,
            not choice.count,
            choice.value == NOT_STATED,
            -choice.count if is_by_count else 0,
        )

    return sorted(choices, key=place)


def choices_of(
    facet: Facet, labels: FacetLabels, in_use: Counter, counts: Counter, chosen: Iterable[str]
) -> list[FacetChoice]:
    """Returns the values of a facet that the registry uses and those `chosen`, themes as a tree.

    `counts`: of what is found.
    """
    choices = [
        FacetChoice(value, label, counts[value], value in chosen)
        for value, label in labels.of(facet, {*in_use, *chosen}).items()
    ]
    if facet == Facet.THEME:
        choices = _tree(choices, labels.parents_of_themes)
    return _sorted(choices, facet in BY_COUNT)


def _tree(choices, parents):
    """Returns the themes without a parent among `choices`, each with its children."""
    known = {each.value for each in choices}
    children = {}
    for each in choices:
        if (parent := parents.get(each.value)) in known:
            children.setdefault(parent, []).append(each._replace(is_child=True))
    return [
        each._replace(children=tuple(_sorted(children.get(each.value, ()), is_by_count=False)))
        for each in choices
        if parents.get(each.value) not in known
    ]


def flat(choices: Iterable[FacetChoice]) -> list[FacetChoice]:
    """Returns `choices`, each followed by its children."""
    return [one for each in choices for one in (each, *each.children)]


def period_choices(
    years: dict[str, int], in_use: Counts, counts: Counts, chosen: Iterable[str]
) -> list[FacetChoice]:
    """Returns the chosen years, then « not stated » if the registry has partnerships without a
    start. `years`: how many are under way in each year.
    """
    choices = [
        FacetChoice(year, year, years.get(year, 0), True) for year in chosen if year != NOT_STATED
    ]
    if in_use[Facet.FIRST_YEAR][NOT_STATED]:
        count = counts[Facet.FIRST_YEAR][NOT_STATED]
        label = _("début non renseigné")
        choices.append(FacetChoice(NOT_STATED, label, count, NOT_STATED in chosen))
    return choices
