"""Each number of a comparison is that of a count by hand, whatever was published or taken away."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.models import BudgetLine, Facet, Partnership
from partnerships.pages.comparison.column import COUNTED
from partnerships.pages.comparison.source_section import budgets_by_source
from partnerships.registry.comparison.shared import (
    in_common,
    real_and_fictitious,
    values_by_source,
)
from partnerships.registry.comparison.sources import SOURCE_OF, Source, counts_by_source
from partnerships.registry.facets.held import HELD, rebuild_facets
from tests.length import IS_LONG
from tests.partnerships.registry.facets_by_hand import ACTS, Registry, values_by_hand
from tests.partnerships.registry.test_facet_counts import actors

__all__ = ["actors"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facet_sets")]
# What is compared, each with a value that nothing has.
COMPARED = {
    Facet.COUNTRY: ["MA", "CA", "ZZ"],
    Facet.REGION: ["32", "94", "99"],
    Facet.DEPARTEMENT: ["59", "2A"],
}
PROVENANCES = ["declared", "wikidata", "sourced", "demonstration"]


def listed_pages():
    """(source, values by facet, partners, authorities, amounts of the budget) of each page."""
    found = []
    for page in Partnership.objects.filter(is_suspended=False, merged_into=None):
        authorities = {each.key for each in page.authorities.all()}
        partners = {str(each.uuid) for each in page.partners.all()}
        values = values_by_hand(page) | {"collectivite": authorities}
        amounts = [line.amount for line in BudgetLine.objects.filter(partnership=page)]
        found.append((SOURCE_OF[page.provenance], values, partners, authorities, amounts))
    return found


def counts_by_hand(pages, facet, values):
    found = {}
    for source, of_page, _partners, _authorities, _amounts in pages:
        for value in of_page[facet].intersection(values):
            counts = found.setdefault((value, source), {})
            for other in COUNTED:
                counts.setdefault(other, Counter()).update(of_page[other])
    return {key: {other: +each for other, each in counts.items()} for key, counts in found.items()}


def keys_by_hand(pages, facet, values, other):
    """{(value, source): keys of the authorities, or uuids of the partners}."""
    found = {}
    for source, of_page, partners, authorities, _amounts in pages:
        for value in of_page[facet].intersection(values):
            keys = found.setdefault((value, source), set())
            keys |= partners if other == Facet.PARTNER else authorities
    return found


def budgets_by_hand(pages, facet, values):
    found = Counter()
    for source, of_page, _partners, _authorities, amounts in pages:
        for value in of_page[facet].intersection(values):
            for amount in amounts:
                found[value, source] += amount
    return found


def check(pages, facet, values):
    assert counts_by_source(facet, values, COUNTED) == counts_by_hand(pages, facet, values)
    for other in (Facet.PARTNER, Facet.AUTHORITY):
        by_hand = keys_by_hand(pages, facet, values, other)
        assert values_by_source(facet, values, other) == by_hand
    assert budgets_by_source(facet, values) == budgets_by_hand(pages, facet, values)


@settings(
    max_examples=150 if IS_LONG else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS, provenances=st.lists(st.sampled_from(PROVENANCES), min_size=10, max_size=10))
def test_numbers_are_those_made_by_hand(actors, acts, provenances):
    """By SQL, then by the sets of a copy."""
    with transaction.atomic():
        registry = Registry(actors)
        for act in acts:
            registry.act(*act)
        for page, provenance in zip(registry.pages, provenances, strict=False):
            registry._set(page, provenance=provenance)
        pages = listed_pages()
        compared = {**COMPARED, Facet.AUTHORITY: [each.key for each in actors[0]]}
        for is_by_sets in (False, True):
            HELD.__init__()
            if is_by_sets:
                rebuild_facets()
            assert bool(HELD.now()) == is_by_sets
            for facet, values in compared.items():
                check(pages, facet, values)
        transaction.set_rollback(True)


KEYS = st.sets(st.integers(0, 4))


@given(
    real=st.lists(KEYS, min_size=2, max_size=4), fictitious=st.lists(KEYS, min_size=4, max_size=4)
)
def test_what_is_shared_is_what_two_have(real, fictitious):
    holders = [f"h{rank}" for rank in range(len(real))]
    found = {(holder, Source.DECLARED): keys for holder, keys in zip(holders, real, strict=True)}
    found |= {
        (holder, Source.DEMONSTRATION): keys
        for holder, keys in zip(holders, fictitious, strict=False)
    }

    common = in_common(*real_and_fictitious(holders, found))

    every = {
        holder: found[holder, Source.DECLARED] | found[holder, Source.DEMONSTRATION]
        for holder in holders
    }
    expected = {}
    for key in range(5):
        having = [holder for holder in holders if key in every[holder]]
        if len(having) > 1:
            only = [holder for holder in having if key not in found[holder, Source.DECLARED]]
            expected[key] = (having, only)
    assert {each.key: (each.holders, each.fictitious) for each in common.shared} == expected
    for holder in holders:
        others = set().union(*(every[other] for other in holders if other != holder))
        assert common.alone[holder] == every[holder] - others
