import pytest
from django.utils import timezone

from tests.factories.authorities import MemberFactory
from tests.factories.partnerships import published
from tests.partnerships.contributions.reports import ReaderReportFactory


@pytest.fixture
def member():
    return MemberFactory()


@pytest.fixture
def partnership(member):
    return published([member.authority], title="Lille et Oujda", summary="Un puits à Oujda.")


@pytest.fixture
def report(partnership):
    return ReaderReportFactory(
        partnership=partnership, email="moi@a.fr", email_confirmed_at=timezone.now()
    )
