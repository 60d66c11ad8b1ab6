"""What is kept for browser tests is put back as it was, on both engines."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import storages
from django.core.management import call_command

from partnerships.imports.reference.lists import load_lists
from partnerships.models import DecisionLetter, Dossier, Partnership, PublicChange, stored_path
from partnerships.publication.search_table import DOSSIERS, PARTNERSHIPS
from tests.factories.dossiers import dossier_in
from tests.kept.rows import Kept, all_rows

pytestmark = pytest.mark.django_db(transaction=True)


def made_dossier():
    load_lists()
    call_command("set_up_roles", verbosity=0)
    return dossier_in("closed")


def described_rows():
    """The rows of each table, but those that say that public rows were written back."""
    rows = all_rows()
    del rows[PublicChange._meta.db_table]
    return {table: (names, sorted(map(repr, found))) for table, (names, found) in rows.items()}


def flush():
    """What is done after a test with transactions of its own."""
    call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
    for table in (PARTNERSHIPS, DOSSIERS):
        table.clear()


def test_rows_and_files_are_put_back_as_they_were(settings, tmp_path):
    kept = Kept(made_dossier, tmp_path / "kept")
    made, rows = kept.give(), described_rows()
    flush()
    settings.MEDIA_ROOT = tmp_path / "other"

    again = kept.give()

    assert again == made
    assert described_rows() == rows
    assert Dossier.objects.get() == again
    assert storages["default"].exists(stored_path(DecisionLetter.objects.get().sha256))


def test_what_is_put_back_may_be_changed_and_is_not_kept_so(settings, tmp_path):
    kept = Kept(made_dossier, tmp_path / "kept")
    kept.give()
    Dossier.objects.update(title="Autre")
    dossier_in("closed")
    flush()

    kept.give()

    assert Dossier.objects.get().title == "Éclairage public partagé"
    assert Partnership.objects.count() == 1
    officer = Dossier.objects.get().reviewer
    assert officer.has_perm("partnerships.review_dossier")
    assert Permission.objects.filter(user=officer).exists()
    dossier_in("closed")
    assert Partnership.objects.count() == 2
