"""All groups of answers to a search over everything, each counted, the best first."""

from collections.abc import Iterable
from dataclasses import replace

from partnerships.pages.search.groups import Group, GroupKind, Query
from partnerships.pages.search.help_group import help_sections
from partnerships.pages.search.lists import (
    continents,
    countries,
    departements,
    goals,
    kinds,
    proposals,
    regions,
    themes,
)
from partnerships.pages.search.page_group import portal_pages
from partnerships.pages.search.registry_groups import authorities, partners, partnerships, towns
from partnerships.registry.comparison.sources import numbers_by_source
from partnerships.registry.counted_sources import sources_text

SEARCHES = {
    GroupKind.CONTINENTS: continents,
    GroupKind.COUNTRIES: countries,
    GroupKind.REGIONS: regions,
    GroupKind.DEPARTEMENTS: departements,
    GroupKind.AUTHORITIES: authorities,
    GroupKind.PARTNERS: partners,
    GroupKind.PARTNERSHIPS: partnerships,
    GroupKind.THEMES: themes,
    GroupKind.KINDS: kinds,
    GroupKind.GOALS: goals,
    GroupKind.PROPOSALS: proposals,
    GroupKind.TOWNS: towns,
    GroupKind.PAGES: portal_pages,
    GroupKind.HELP: help_sections,
}
# What is offered while one types: what has a name.
NAMED = [kind for kind in SEARCHES if kind not in (GroupKind.PARTNERSHIPS, GroupKind.HELP)]
ORDER = list(SEARCHES)


def _with_counts(groups: list[Group]) -> None:
    """Gives each entry the number of its public partnerships, in one query."""
    numbers = numbers_by_source(
        entry.facet for group in groups for entry in group.entries if entry.facet
    )
    for group in groups:
        group.entries = [
            _with_count(each, numbers.get(each.facet, {})) if each.facet else each
            for each in group.entries
        ]


def _with_count(entry, by_source):
    count = sum(by_source.values())
    return replace(entry, partnerships=count, numbers=sources_text(by_source) if count else "")


def found_groups(query: Query, searched: Iterable[GroupKind], most: int) -> list[Group]:
    """Returns the groups of the kinds `searched` that have entries, the best first; of groups as
    sure, those that have partnerships.
    """
    groups = [group for kind in searched if (group := SEARCHES[kind](query, most)).entries]
    if groups:
        _with_counts(groups)
    return sorted(
        groups, key=lambda group: (group.rank, group.has_no_partnership, ORDER.index(group.kind))
    )
