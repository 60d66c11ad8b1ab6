import pytest

from tests.factories.accounts import UserFactory
from tests.factories.lists import ProposalFactory


@pytest.fixture
def proposal():
    return ProposalFactory(number=5)


@pytest.fixture
def curator(client):
    user = UserFactory(codenames=["curate_proposals"], first_name="Ada", last_name="Curatrice")
    client.force_login(user)
    return user
