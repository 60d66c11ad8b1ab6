"""What is kept for browser tests is put back as it was, on both engines."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.core.management import call_command

from partnerships.imports.reference.lists import load_lists
from partnerships.models import DecisionLetter, Dossier, Partnership, stored_path
from tests.factories.dossiers import dossier_in
from tests.kept.rows import Kept, all_rows, put_back

pytestmark = pytest.mark.django_db(transaction=True)


def made_dossier():
    load_lists()
    call_command("set_up_roles", verbosity=0)
    return dossier_in("closed")


def described_rows():
    rows = all_rows().items()
    return {table: (names, sorted(map(repr, found))) for table, (names, found) in rows}


@pytest.fixture
def empty(transactional_db):
    """The rows of a migrated database."""
    return all_rows()


def test_rows_and_files_are_put_back_as_they_were(empty, settings, tmp_path):
    kept = Kept(made_dossier, tmp_path / "kept")
    made, rows = kept.give(), described_rows()
    put_back(empty)
    settings.MEDIA_ROOT = tmp_path / "other"

    again = kept.give()

    assert again == made
    assert described_rows() == rows
    assert Dossier.objects.get() == again
    assert storages["default"].exists(stored_path(DecisionLetter.objects.get().sha256))


def test_what_is_put_back_may_be_changed_and_is_not_kept_so(empty, settings, tmp_path):
    kept = Kept(made_dossier, tmp_path / "kept")
    kept.give()
    Dossier.objects.update(title="Autre")
    dossier_in("closed")
    put_back(empty)

    kept.give()

    assert Dossier.objects.get().title == "Éclairage public partagé"
    assert Partnership.objects.count() == 1
    officer = Dossier.objects.get().reviewer
    assert officer.has_perm("partnerships.review_dossier")
    assert Permission.objects.filter(user=officer).exists()
    dossier_in("closed")
    assert Partnership.objects.count() == 2


def test_migrated_database_is_put_back(empty):
    rows = described_rows()
    made_dossier()
    ContentType.objects.create(app_label="autre", model="autre")

    put_back(empty)

    assert described_rows() == rows
    assert Permission.objects.exists()
