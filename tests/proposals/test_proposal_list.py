"""The page of the twenty propositions."""

import pytest
from django.urls import reverse

from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.proposals.test_proposal import contribution

pytestmark = pytest.mark.django_db


def test_proposal_that_nothing_carries_counts_no_zero(client):
    carried = ProposalFactory(number=5)
    ProposalFactory(number=6)
    published(contributions=[contribution(carried)])

    text = client.get(reverse("proposals:proposal_list")).content.decode()

    assert text.count("1 partenariat la porte") == 1
    assert text.count("Aucun partenariat connu ne la porte") == 1
    assert "0 partenariat" not in text
