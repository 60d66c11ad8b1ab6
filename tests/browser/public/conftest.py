import pytest

from tests.browser.public.live_map import make_registry


@pytest.fixture
def map_registry(lists, monkeypatch):
    """Arcs for two partnerships or fewer; circles for more."""
    monkeypatch.setattr("partnerships.pages.map.result_map_page.DRAWN_MAX", 2)
    make_registry()
