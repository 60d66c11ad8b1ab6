"""The page of a proposition that is not listed, as the workshop previews it."""

import pytest
from django.template.loader import render_to_string

from partnerships.pages.propositions.proposal import proposal_context
from proposals.models import ProposalText, Wording
from tests.factories.lists import ProposalFactory

pytestmark = pytest.mark.django_db


def test_a_proposition_that_is_not_listed_is_shown_with_words_that_are_not_saved(rf):
    ProposalFactory(number=5)
    proposal = ProposalFactory(number=9, wording=Wording.WORKING, title="Titre provisoire")
    proposal.text = ProposalText(title="Un brouillon", wording=Wording.REPORTED, source="Weka")

    text = render_to_string(
        "partnerships/propositions/proposal_detail.html", proposal_context(proposal), rf.get("/")
    )

    assert "Un brouillon" in text
    assert "Titre provisoire" not in text
    assert "Autres propositions" not in text
