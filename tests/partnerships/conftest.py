"""A draft and the client of who writes it; where tests are parametrised by `status` with
`scope="module"`, a dossier in that status, to try every role on. Facets counted by sets. Folders of
reference data.
"""

import shutil

import pytest

from partnerships.imports.reference.authorities import DATA
from partnerships.imports.reference.build import COLUMNS, write_rows
from partnerships.models import Dossier
from partnerships.registry.facets.held import HELD
from tests.database import undone
from tests.factories.accounts import reviewer
from tests.factories.dossiers import dossier_in


@pytest.fixture(scope="module")
def status():
    return ""


@pytest.fixture(scope="module")
def made(status, request):
    """A dossier in `status`, made once for the tests of that status."""
    if not status:
        yield None
        return
    request.getfixturevalue("shared_rows")
    with undone():
        yield dossier_in(status, title="Titre à ne pas voir")


@pytest.fixture
def dossier(made):
    return Dossier.objects.get(pk=made.pk) if made else dossier_in("draft")


@pytest.fixture
def member(client, dossier):
    """The client of who writes `dossier`."""
    client.force_login(dossier.created_by)
    return client


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


@pytest.fixture
def authority_data(tmp_path):
    """A folder of reference data, with the authorities that one writes there."""
    for name in ("regions.tsv", "departements.tsv"):
        shutil.copy(DATA / name, tmp_path)

    def write(*rows):
        write_rows(tmp_path / "authorities.tsv.xz", COLUMNS, rows)
        return tmp_path

    return write


@pytest.fixture
def officer():
    return reviewer()
