"""Authorities of what is found, counted by groups of sets: as many as one by one."""

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from partnerships.models import Facet
from partnerships.registry.facets import sets as facet_sets
from partnerships.registry.facets.sets import FacetSets

KEYS = st.sets(st.integers(0, 11))


@given(authorities=st.lists(KEYS.filter(len), max_size=15), found=KEYS, group=st.integers(1, 4))
def test_authorities_are_counted_by_groups(authorities, found, group):
    sets = {str(rank): BitMap(keys) for rank, keys in enumerate(authorities)}
    usual, facet_sets.GROUP = facet_sets.GROUP, group
    try:
        count = FacetSets(1, {Facet.AUTHORITY: sets}).values_found(
            Facet.AUTHORITY, BitMap(found), None
        )
    finally:
        facet_sets.GROUP = usual

    assert count == sum(bool(keys & found) for keys in authorities)
