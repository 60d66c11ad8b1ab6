"""A dossier per status, for tests that try every role on it: those parametrised by `status` with
`scope="module"`; elsewhere a module has a `dossier` of its own. Facets counted by sets.
"""

import pytest

from partnerships.models import Dossier
from partnerships.registry.facets.held import HELD
from tests.database import undone
from tests.factories.dossiers import dossier_in


@pytest.fixture(scope="module")
def made(status, shared_rows):
    """A dossier in `status`, made once for the tests of that status."""
    with undone():
        yield dossier_in(status, title="Titre à ne pas voir")


@pytest.fixture
def dossier(made):
    return Dossier.objects.get(pk=made.pk)


@pytest.fixture
def facet_sets(settings, tmp_path, monkeypatch):
    """Facets are counted by sets, however few the partnerships, once `rebuild_facets()` has written
    their copy.
    """
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("partnerships.registry.facets.held.FEW", 0)
    HELD.__init__()
    yield
    HELD.__init__()
