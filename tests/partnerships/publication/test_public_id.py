"""Public identifiers are drawn at random: among a million, two may be alike."""

import pytest

from partnerships.models import Partnership, Provenance
from partnerships.publication.publish import NewPartnership, publish_many
from tests.factories.dossiers import dossier_in
from tests.factories.partnerships import projection_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch):
    """The identifiers that chance draws, one after the other."""
    identifiers = []
    monkeypatch.setattr(
        "partnerships.models.partnership.random_public_id", lambda: identifiers.pop(0)
    )
    return identifiers


def test_identifier_drawn_twice_or_taken_is_drawn_again(drawn):
    drawn += ["22222222", "22222222", "22222222", "33333333", "44444444"]
    drafts = [NewPartnership(projection_of(), Provenance.WIKIDATA) for _rank in range(2)]

    publish_many(drafts[:1], reason="test")
    publish_many(drafts, reason="test")

    taken = set(Partnership.objects.values_list("public_id", flat=True))
    assert taken == {"22222222", "33333333", "44444444"}


def test_identifier_of_a_deposit_that_is_taken_is_drawn_again(drawn):
    drawn += ["22222222", "22222222", "33333333"]
    first, second = (dossier_in("closed").partnership for _rank in range(2))

    assert [first.public_id, second.public_id] == ["22222222", "33333333"]
