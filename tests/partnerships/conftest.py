"""A dossier per status, for tests that try every role on it: those parametrised by `status` with
`scope="module"`. Elsewhere a module has a `dossier` of its own.
"""

import pytest

from partnerships.models import Dossier
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
