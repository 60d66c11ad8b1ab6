"""What the registry says of the partnerships that carry a proposition is of one source."""

import pytest

from partnerships.models import Provenance
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.propositions.pages import page_of, plain
from tests.proposals.test_proposal import contribution

pytestmark = pytest.mark.django_db


def carried(proposal, provenance, title):
    partner = InternationalPartnerFactory()
    return published(
        partners=[partner],
        title=title,
        provenance=provenance,
        contributions=[contribution(proposal)],
    )


def profile_of(client, proposal):
    return page_of(client, proposal).context["page"].profile


def test_fictitious_partnerships_are_not_added_to_the_declared_ones(client):
    proposal = ProposalFactory(number=5)
    carried(proposal, Provenance.DECLARED, "Réel")
    for rank in range(2):
        carried(proposal, Provenance.DEMONSTRATION, f"Fictif {rank}")

    profile = profile_of(client, proposal)

    assert (profile.count, profile.counts["pays"]) == (1, {"MA": 1})
    assert "provenance=declared" in profile.registry_address
    assert "1 nouveau cette année" in plain(page_of(client, proposal))


def test_fictitious_partnerships_alone_are_counted_as_such(client):
    proposal = ProposalFactory(number=5)
    for rank in range(2):
        carried(proposal, Provenance.DEMONSTRATION, f"Fictif {rank}")

    profile = profile_of(client, proposal)

    assert profile.count == 2
    assert [each.label for each in profile.sources] == [str(Provenance.DEMONSTRATION.label)]
