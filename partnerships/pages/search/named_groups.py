"""« Nantes Sénégal »: the partnerships of what several words name, together, then each alone."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from partnerships.articles import with_article
from partnerships.models import (
    Country,
    Departement,
    Facet,
    InternationalPartner,
    LocalAuthority,
    Region,
)
from partnerships.pages.components.other_searches import NamedAnswer
from partnerships.pages.search.groups import Group, GroupKind, Query
from partnerships.pages.search.registry_groups import partnership_entries
from partnerships.registry.comparison.sources import numbers_by_source, real_first
from partnerships.registry.counted_sources import sources_text
from partnerships.registry.profile import partnerships_with

# Facet of a thing that has a page → its model, and the field that its value names; in the order in
# which things are shown.
PAGES = {
    Facet.AUTHORITY: (LocalAuthority, "key"),
    Facet.PARTNER: (InternationalPartner, "uuid"),
    Facet.DEPARTEMENT: (Departement, "pk"),
    Facet.REGION: (Region, "pk"),
    Facet.COUNTRY: (Country, "pk"),
}
# Those that are shown alone; those that have no page come last.
ALONE = (*PAGES, Facet.CONTINENT, Facet.THEME, Facet.GOAL, Facet.KIND)
# Those whose names have an article in a sentence.
WITH_ARTICLE = (Facet.DEPARTEMENT, Facet.REGION, Facet.COUNTRY, Facet.CONTINENT)


def _group(rows: QuerySet, counted: str, count: int, query: Query, most: int, **shown) -> Group:
    entries, marks = partnership_entries(real_first(rows.with_sides())[:most], query)
    shown |= {"marks": marks, "by_source": counted}
    return Group(GroupKind.PARTNERSHIPS, entries, lambda: count, **shown)


def _together(answer: NamedAnswer, query: Query, most: int) -> Group:
    rows, count = answer.filterset.rows(), answer.filterset.count
    return _group(rows, answer.numbers, count, query, most, address=answer.address, anchor="noms")


def _page_of(facet: Facet, value: str) -> str:
    """Returns the address of the page of a value; its list in the registry if it has none."""
    if facet not in PAGES:
        return f"{reverse('partnerships:registry')}?{urlencode({facet.value: value})}"
    model, field = PAGES[facet]
    return model.objects.get(**{field: value}).get_absolute_url()


def _alone(facet: Facet, value: str, numbers: dict, answer: NamedAnswer, query: Query, most: int):
    rows = partnerships_with(facet, value)
    title = answer.filterset.labels.of(facet, [value])[value]
    shown = {
        "title": title,
        "anchor": f"{facet.value}-{value}",
        "address": _page_of(facet, value),
        "name": with_article(title) if facet in WITH_ARTICLE else title,
    }
    return _group(rows, sources_text(numbers), sum(numbers.values()), query, most, **shown)


def named_groups(answer: NamedAnswer, query: Query, most: int) -> list[Group]:
    """Returns what `answer` finds; if that is nothing, the partnerships of each name alone, those
    of the authority first.
    """
    if answer.filterset.count:
        return [_together(answer, query, most)]
    chosen = answer.filterset.chosen
    named = [(facet, value) for facet in ALONE for value in chosen.get(facet, ())]
    numbers = numbers_by_source(named)
    return [_alone(*each, numbers.get(each, {}), answer, query, most) for each in named]
