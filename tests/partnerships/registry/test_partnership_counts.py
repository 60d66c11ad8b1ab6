"""How many partnerships carry each proposition: accepted, declared, fictitious."""

import pytest

from partnerships.models import Facet, Partnership, Provenance, RecordKind
from partnerships.publication.index import index_partnerships, reindex
from partnerships.publication.publish import republish
from partnerships.registry.facets.counts import UNCOUNTED
from partnerships.registry.facets.partnership_counts import PartnershipCounts, partnership_counts
from partnerships.workflow.index_check import index_faults
from proposals.models import Proposal
from tests.factories.duplicates import merged
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.partnerships.decisions.contributions import uuid_of

pytestmark = pytest.mark.django_db


def carried_by(*contributions, **fields):
    """A public partnership that carries propositions: (number, day it was accepted or None)."""
    items = []
    for number, accepted_on in contributions:
        ProposalFactory(number=number)
        values = {"uuid": uuid_of(number), "proposal": number, "statement": "Oui."}
        items.append({**values, "accepted_on": accepted_on} if accepted_on else values)
    return published(contributions=items, **fields)


def counts():
    return {number: each for number, each in partnership_counts().items() if each.total}


def test_accepted_declared_and_fictitious_are_counted_apart():
    carried_by((3, "2026-01-01"), (5, None))
    carried_by((3, None), provenance=Provenance.WIKIDATA)
    carried_by((3, "2026-01-01"), (5, None), provenance=Provenance.DEMONSTRATION)

    assert counts() == {
        3: PartnershipCounts(accepted=1, declared=1, demonstration=1),
        5: PartnershipCounts(accepted=0, declared=1, demonstration=1),
    }
    assert (counts()[3].real, counts()[3].total) == (2, 3)
    assert sorted(partnership_counts()) == list(range(1, 21))
    assert partnership_counts()[20] == PartnershipCounts()


def test_the_total_is_the_count_of_the_registry_filter():
    for _rank in range(2):
        carried_by((3, "2026-01-01"))
    carried_by((3, None), provenance=Provenance.DEMONSTRATION)

    assert Proposal.objects.get(number=3).partnership_count == partnership_counts()[3].total == 3


def test_counts_follow_each_publication_suspension_and_merge():
    one, other = carried_by((3, None)), carried_by((3, "2026-01-01"))
    content = one.current_version.content
    accepted = {**content["contributions"][0], "accepted_on": "2026-02-02"}

    republish(one, {**content, "contributions": [accepted]}, by=None, reason="test")
    both = counts()
    Partnership.objects.filter(pk=other.pk).update(is_suspended=True)
    index_partnerships([other.pk])
    suspended = counts()
    Partnership.objects.filter(pk=other.pk).update(is_suspended=False)
    index_partnerships([other.pk])
    merged(RecordKind.PARTNERSHIP, Partnership.objects.get(pk=one.pk), other)
    after_merge = counts()
    reindex()

    assert both == {3: PartnershipCounts(accepted=2)}
    assert suspended == after_merge == counts() == {3: PartnershipCounts(accepted=1)}
    assert index_faults() == []


def test_counts_cost_one_query_whatever_their_number_and_the_version_when_kept(
    django_assert_num_queries,
):
    for _rank in (1, 3):
        carried_by((3, None), (5, "2026-01-01"))

        with django_assert_num_queries(2):  # the version, and the counts
            partnership_counts()
        with django_assert_num_queries(1):
            partnership_counts()


def test_they_are_no_panel_of_the_registry(client):
    carried_by((3, "2026-01-01"))

    assert Facet.CONTRIBUTION in UNCOUNTED
    assert "3-acceptee" not in client.get("/registre/").content.decode()
    assert client.get("/registre/filtres/portee/").status_code == 404
