import pytest

from tests.factories.authorities import MemberFactory
from tests.factories.lists import CountryFactory


@pytest.fixture
def country(db):
    CountryFactory()


@pytest.fixture
def member(client):
    member = MemberFactory()
    client.force_login(member.user)
    return member
