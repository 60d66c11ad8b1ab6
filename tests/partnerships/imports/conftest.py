import pytest

from tests.factories.twinnings import small_world, write_twinnings


@pytest.fixture
def world(db):
    small_world()


@pytest.fixture
def write(tmp_path):
    return lambda *rows: write_twinnings(tmp_path / "twinnings.tsv", *rows)
