"""A bulk publication that is killed leaves whole partnerships; the next run adds the others."""

import json

import pytest

from partnerships.models import (
    FacetCount,
    Partnership,
    PartnershipFacet,
    PartnershipVersion,
    Provenance,
)
from partnerships.publication.index import reindex
from partnerships.publication.publish import SLICE, NewPartnership, publish_many
from partnerships.workflow.index_check import index_faults
from tests.factories.killing import begin_and_kill
from tests.factories.partnerships import projection_of

COUNT = 2 * SLICE
# What another process publishes.
PUBLISHER = """
import json
from partnerships.publication.publish import NewPartnership, publish_many
projection = json.loads({projection!r})
publish_many(
    (NewPartnership(projection, "wikidata", import_key=f"k:{{rank}}") for rank in range({count})),
    reason="test",
)
"""


def publish_and_be_killed(projection):
    """Another process publishes, and is killed once it has committed a slice."""
    code = PUBLISHER.format(projection=json.dumps(projection), count=COUNT)
    begin_and_kill(code, Partnership.objects.exists, seconds=120)


def counts():
    kept = FacetCount.objects.filter(count__gt=0).order_by("facet", "value")
    return list(kept.values_list("facet", "value", "count"))


def check_nothing_is_half(count):
    """`count` partnerships, each with its version, its rows and its place in the index."""
    assert Partnership.objects.count() == count
    whole = Partnership.objects.filter(current_version__number=1, starts_on__year=2020)
    assert whole.count() == PartnershipVersion.objects.count() == count
    for links in (Partnership.authorities, Partnership.partners):
        assert links.through.objects.count() == count
    assert PartnershipFacet.objects.filter(facet="all").count() == count
    assert index_faults() == []
    kept, before = FacetCount.objects.get(facet="all").count, counts()
    assert kept == count
    reindex()
    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_bulk_publication_that_is_killed_goes_on():
    projection = projection_of(starts_on="2020-01-01")

    publish_and_be_killed(projection)

    left = Partnership.objects.count()
    assert 0 < left < COUNT
    assert left % SLICE == 0
    check_nothing_is_half(left)
    drafts = (
        NewPartnership(projection, Provenance.WIKIDATA, import_key=f"k:{rank}")
        for rank in range(COUNT)
    )
    assert publish_many(drafts, reason="test") == COUNT - left
    check_nothing_is_half(COUNT)
