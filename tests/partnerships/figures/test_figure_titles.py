"""Titles of figures say that they are of what the registry knows, and what is fictitious."""

import re

import pytest

from tests.factories.partnerships import published
from tests.partnerships.figures.test_figures import figures_of

pytestmark = pytest.mark.django_db


def test_titles_say_that_they_are_of_what_is_known_here(client, registry):
    for query in ({}, {"provenance": "wikidata"}, {"pays": "MA"}, {"region": "94"}):
        figures, text = figures_of(client, **query)
        titles = [each.title for each in figures.charts]
        assert titles
        assert [t for t in titles if not re.search(r"connue?s? ici|registre|paru ici", t)] == []
        assert text.index("pas toute la coopération") < text.index("chart__title")


def test_fictitious_figures_say_so_in_their_title(client):
    published(provenance="demonstration")
    figures, _text = figures_of(client)

    assert figures.charts
    assert {each.title.rpartition(" (")[2] for each in figures.charts} == {"partenariats fictifs)"}
