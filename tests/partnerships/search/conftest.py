import pytest

from tests.partnerships.search.searched import SearchedRegistry


@pytest.fixture(scope="module")
def registry(shared_rows):
    return SearchedRegistry()
