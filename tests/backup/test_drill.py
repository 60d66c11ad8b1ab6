"""The drill: what is saved is restored to an empty place, and is what it was, proved."""

import stat

import pytest
from django.core.files.storage import storages
from django.db import connection

from cncd_portal.backup.archive import verified_manifest
from partnerships.models import DecisionLetter, StoredContent, stored_path
from partnerships.workflow.journal_triggers import NAME, append_only_tables, unguarded_tables
from tests.conftest import DATABASES
from tests.factories.places import KEY, command, rows_of, standing_in
from tests.factories.tampering import overwrite, verify


def digests(place, blocker):
    with standing_in(place, blocker):
        return {
            path: sha256
            for content in StoredContent.objects.all()
            for path, sha256 in content.digest_of_paths.items()
        }


def test_what_is_restored_is_what_was_saved(source, backup, empty, django_db_blocker):
    restoring = empty.begin(
        f"from django.core.management import call_command\ncall_command('restore', {str(backup)!r})"
    )
    assert restoring.wait() == 0

    assert rows_of(empty, django_db_blocker) == rows_of(source, django_db_blocker)
    assert digests(empty, django_db_blocker) == digests(source, django_db_blocker)
    assert empty.file_names == source.file_names
    with standing_in(empty, django_db_blocker):
        assert "Journal intact : 3 dossiers et 2 ancres vérifiés." in command("verify_journal")
        assert verify() == (True, "5 contenus lus.\nFichiers intacts.\n")
        assert "La base n’est pas vide" in command("restore", backup)


def test_backup_is_read_by_the_portal_alone_and_says_nothing_without_its_key(backup):
    content = backup.read_bytes()

    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert not any(word in content for word in (b"manifest", b"%PDF", b"SQLite", b"CD-2"))
    with backup.open("rb") as file:
        assert verified_manifest(file, KEY).missing == []


def test_backup_without_a_key_is_restored_too(source, empty, django_db_blocker, tmp_path):
    target = tmp_path / "claire.tar"
    with standing_in(source, django_db_blocker, key=""):
        command("backup", target)
    with standing_in(empty, django_db_blocker, key=""):
        assert command("restore", target).startswith("Sauvegarde du")

    assert rows_of(empty, django_db_blocker) == rows_of(source, django_db_blocker)
    assert empty.file_names == source.file_names


@pytest.mark.parametrize("harm", ["altered", "lost"])
def test_backup_says_what_the_store_did_not_give(source, empty, harm, django_db_blocker, tmp_path):
    target = tmp_path / "portail.sauvegarde"
    with standing_in(source, django_db_blocker):
        path = stored_path(DecisionLetter.objects.order_by("pk").first().sha256)
        with storages["default"].open(path) as file:
            content = file.read()
        if harm == "altered":
            overwrite(path)
        else:
            storages["default"].delete(path)
        said = command("backup", target)
        overwrite(path, content)

    reason = {"altered": "modifié", "lost": "perdu"}[harm]
    assert f"« {path} » manque à la sauvegarde ({reason})." in said
    assert "1 fichiers y manquent" in said
    with standing_in(empty, django_db_blocker):
        assert f"« {path} » manquait déjà" in command("restore", target)
        assert "contenu perdu" in verify()[1]
    assert path not in empty.file_names


def test_what_was_on_disk_is_restored_to_a_bucket(source, backup, empty, bucket, django_db_blocker):
    store = {"BACKEND": "cncd_portal.storage.bucket.BucketStore", "OPTIONS": {"url": bucket}}
    with standing_in(empty, django_db_blocker, store=store):
        assert command("restore", backup).startswith("Sauvegarde du")
        assert set(storages["default"].all_names()) == source.file_names
        again = backup.with_name("du-seau.sauvegarde")
        assert command("backup", again).startswith("Sauvegarde faite")
        storages["default"].client.close()

    with backup.open("rb") as first, again.open("rb") as second:
        members = [verified_manifest(file, KEY).members for file in (first, second)]
    for each in members:
        del each["database"]
    assert members[0] == members[1]


@pytest.mark.postgresql
def test_journal_of_a_backup_without_triggers_has_them_once_restored(
    places, empty, pytestconfig, django_db_blocker, tmp_path
):
    target = tmp_path / "portail.sauvegarde"
    with standing_in(places(pytestconfig.stash[DATABASES].migrated), django_db_blocker):
        assert unguarded_tables() == []
        with connection.cursor() as cursor:
            cursor.execute(f"DROP FUNCTION {NAME}() CASCADE")
        assert unguarded_tables() == append_only_tables()
        assert command("backup", target).startswith("Sauvegarde faite")

    with standing_in(empty, django_db_blocker):
        assert command("restore", target).startswith("Sauvegarde du")
        assert unguarded_tables() == []
        assert "gardée" not in command("verify_journal")
