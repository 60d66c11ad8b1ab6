"""Figures of random registries are those of a count by hand, by sets and by SQL."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.models import NOT_STATED, Partnership
from partnerships.pages.figures.by_value import FACET_FIGURES
from partnerships.pages.figures.figures_page import Figures
from partnerships.registry.facets.held import rebuild_facets
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.listing import Listing
from partnerships.registry.result_views import FIGURES
from tests.length import IS_LONG
from tests.partnerships.registry.facets_by_hand import (
    ACTS,
    Registry,
    by_hand,
    found_by_hand,
)
from tests.partnerships.registry.random_choices import CHOICES, asked, query_of, with_keys
from tests.partnerships.registry.test_facet_counts import actors  # noqa: F401

pytestmark = pytest.mark.django_db
UNKNOWN = {NOT_STATED, "unknown"}
# Facet → slug of its figure.
SLUGS = {each.facet.value: each.slug for each in FACET_FIGURES} | {
    "debut": "debuts",
    "publication": "publications",
    "confirmation": "confirmations",
    "distance": "distances",
}


@pytest.fixture(autouse=True)
def copy_in_a_folder(settings, tmp_path, monkeypatch):
    """Sets are used however few the partnerships, once their copy is written."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("partnerships.registry.facets.held.FEW", 0)
    monkeypatch.setattr("partnerships.registry.facets.held.HELD.by_version", {})
    monkeypatch.setattr("partnerships.registry.facets.held.HELD.copy_read", None)
    monkeypatch.setattr("partnerships.registry.facets.held.HELD.without_sets", None)


def numbers(charts, slug):
    """The numbers of a figure that are not zero, the greatest first."""
    marks = charts[slug].marks if slug in charts else ()
    return sorted((mark.value for mark in marks if mark.value), reverse=True)


def check_figures(choice):
    listing = Listing(query_of(choice), FIGURES)
    choice = asked(listing.filterset, choice)
    keys, _counts = by_hand(choice)
    charts = {each.slug: each for each in Figures(listing).charts} if keys else {}
    expected = found_by_hand(keys, [*SLUGS, "collectivite"])
    for facet, slug in SLUGS.items():
        chosen = choice.get(facet)
        known = {
            value: count
            for value, count in expected[facet].items()
            if value not in UNKNOWN and (not chosen or value in chosen)
        }
        if slug in charts:
            assert numbers(charts, slug) == sorted(known.values(), reverse=True), slug
        else:  # nothing is known, or all have the value that was chosen
            assert not known or (choice and list(known.values()) == [len(keys)]), slug
    if "region" not in choice or not choice["region"]:
        assert sum(numbers(charts, "par-collectivite")) == len(expected["collectivite"])
    check_amounts(charts, choice, keys)
    check_addresses(charts)


def check_amounts(charts, choice, keys):
    lines = [
        line
        for page in Partnership.objects.filter(pk__in=keys)
        for line in page.budget_lines.all()
        if not choice.get("financement") or line.source in choice["financement"]
    ]
    total = sum((line.amount for line in lines), Decimal(0))
    assert sum(numbers(charts, "financements")) == total
    assert sum(numbers(charts, "exercices")) == total


def check_addresses(charts):
    for slug in {*SLUGS.values(), "en-cours"} & charts.keys():
        for mark in charts[slug].marks:
            if mark.address:
                query = QueryDict(mark.address.partition("?")[2])
                assert PartnershipFilterSet(query).count == mark.value, (slug, mark)


@settings(
    max_examples=60 if IS_LONG else 6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS, choices=st.lists(CHOICES, min_size=2, max_size=2), with_sets=st.booleans())
def test_figures_are_those_of_a_count_by_hand(actors, acts, choices, with_sets):  # noqa: F811
    with transaction.atomic():
        registry = Registry(actors)
        for act in acts:
            registry.act(*act)
        if with_sets:
            rebuild_facets()

        for choice in [{}, *choices]:
            check_figures(with_keys(choice, *actors))
        transaction.set_rollback(True)
