"""The choices that each facet of the registry offers, with labels and counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import (
    NO,
    NOT_STATED,
    YES,
    AuthoritySize,
    BudgetSource,
    Continent,
    Country,
    Departement,
    Facet,
    Goal,
    LocalAuthorityKind,
    PartnershipKind,
    Phase,
    Provenance,
    Region,
    Theme,
)
from partnerships.registry.facet_counts import Counts
from proposals.models import Proposal

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
YEARS = (Facet.PUBLICATION, Facet.CONFIRMATION, Facet.BUDGET_YEAR)
YES_OR_NO = {
    Facet.BUDGET: {YES: gettext_lazy("avec un budget"), NO: gettext_lazy("sans budget")},
    Facet.PICTURES: {YES: gettext_lazy("avec des images"), NO: gettext_lazy("sans image")},
    Facet.RESULTS: {YES: gettext_lazy("avec des résultats"), NO: gettext_lazy("sans résultat")},
}


@dataclass(frozen=True)
class FacetChoice:
    """A value of a facet. `count`: how many of what is found have it; `children`: those of a
    theme, whose count includes them.
    """

    value: str
    label: str
    count: int
    is_chosen: bool
    children: tuple["FacetChoice", ...] = ()

    @property
    def is_opened(self) -> bool:
        """Whether it or one of its children is chosen."""
        return self.is_chosen or any(each.is_chosen for each in self.children)


def _proposal_label(proposal):
    """Returns its title, with the origin of the wording unless it is the report's own."""
    if proposal.is_official:
        return str(proposal)
    return f"{proposal} ({proposal.get_wording_display()})"


@dataclass(frozen=True)
class FacetLabels:
    """The labels of the values of each facet, in display order, and the parent of each theme."""

    labels: dict[Facet, dict[str, str]]
    parents: dict[str, str | None]

    @classmethod
    def read(cls) -> "FacetLabels":
        """Reads them in six queries, whatever the size of the registry."""
        themes = list(Theme.objects.values_list("slug", "name", "parent"))
        proposals = Proposal.objects.listed().only("number", "title", "wording")
        labels = {
            Facet.COUNTRY: dict(Country.objects.foreign().values_list("pk", "name")),
            Facet.REGION: dict(Region.objects.values_list("pk", "name")),
            Facet.DEPARTEMENT: {each.pk: str(each) for each in Departement.objects.all()},
            Facet.THEME: {slug: name for slug, name, _parent in themes},
            Facet.GOAL: {str(each.pk): str(each) for each in Goal.objects.all()},
            Facet.PROPOSAL: {str(each.number): _proposal_label(each) for each in proposals},
            Facet.KIND: dict(PartnershipKind.choices),
            Facet.PHASE: dict(Phase.choices),
            Facet.PROVENANCE: dict(Provenance.choices),
            Facet.CONTINENT: dict(Continent.choices),
            Facet.AUTHORITY_KIND: dict(LocalAuthorityKind.choices),
            Facet.SIZE: dict(AuthoritySize.choices),
            Facet.BUDGET_SOURCE: dict(BudgetSource.choices),
            **YES_OR_NO,
        }
        return cls(labels, {slug: parent for slug, _name, parent in themes})

    def of(self, facet: Facet, values: Iterable[str]) -> dict[str, str]:
        """Returns the labels of those of `values` that may be shown, in order."""
        if facet in YEARS:
            labels = {year: year for year in sorted(values, reverse=True) if year != NOT_STATED}
        else:
            labels = self.labels.get(facet, {})
        labels = {value: str(label) for value, label in labels.items() if value in values}
        return {**labels, **({NOT_STATED: _("non renseigné")} if NOT_STATED in values else {})}


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
    """Returns the values of a facet that the registry uses, themes as a tree.

    `counts`: of what is found; `chosen`: the values of the facet that are.
    """
    choices = [
        FacetChoice(value, label, counts[value], value in chosen)
        for value, label in labels.of(facet, in_use).items()
    ]
    if facet == Facet.THEME:
        choices = _tree(choices, labels.parents)
    return _sorted(choices, facet in BY_COUNT)


def _tree(choices, parents):
    """Returns the themes without a parent among `choices`, each with its children."""
    known = {each.value for each in choices}
    children = {}
    for each in choices:
        if (parent := parents.get(each.value)) in known:
            children.setdefault(parent, []).append(each)
    return [
        replace(each, children=tuple(_sorted(children.get(each.value, ()), is_by_count=False)))
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
