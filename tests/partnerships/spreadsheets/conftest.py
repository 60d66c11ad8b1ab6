import pytest

from tests.factories.authorities import MemberFactory
from tests.factories.lists import CountryFactory


@pytest.fixture
def country(db):
    CountryFactory()


@pytest.fixture
def countries(country):
    CountryFactory(iso2="SN", name="Sénégal")


@pytest.fixture
def member():
    return MemberFactory()


@pytest.fixture
def signed_in(client, member):
    client.force_login(member.user)
    return client
