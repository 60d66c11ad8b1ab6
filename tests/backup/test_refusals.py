"""What is no backup of this place is refused with a sentence, and nothing of it is written."""

import io
import shutil
from dataclasses import replace
from importlib import import_module

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection

from cncd_portal.backup.archive import DATABASE, Manifest, archive_writer, verified_manifest
from cncd_portal.backup.snapshot import is_of_this_version
from cncd_portal.backup.workplace import workplace
from tests.factories.places import (
    KEY,
    command,
    files_limited_to,
    rows_of,
    standing_in,
)


@pytest.fixture
def refused(refusing, django_db_blocker, tmp_path):
    """Why the bytes of a backup are refused in an empty place, which stays so."""

    def restored(content: bytes, key=KEY):
        path = tmp_path / "essai"
        path.write_bytes(content)
        with standing_in(refusing, django_db_blocker, key):
            said = command("restore", path)
        assert refusing.file_names == set()
        assert rows_of(refusing, django_db_blocker) == {}
        assert list((refusing.folder / "backup").iterdir()) == []
        return said

    return restored


@pytest.mark.parametrize(
    ("key", "said"), [("une autre", "n’est pas la clef"), ("", "est chiffrée : réglez BACKUP_KEY")]
)
def test_wrong_key(backup, refused, key, said):
    assert said in refused(backup.read_bytes(), key)


def test_truncated_backup(backup, refused):
    content = backup.read_bytes()
    for cut in (0, 10, 60, 5_000, len(content) // 2, len(content) - 1):
        assert refused(content[:cut]).startswith("CommandError: ")


def test_altered_backup(backup, refused):
    content = backup.read_bytes()
    for place in (30, 70, 66_000, len(content) // 2, len(content) - 1):
        flipped = bytearray(content)
        flipped[place] ^= 1
        assert "modifié" in refused(bytes(flipped))


def test_file_that_is_no_backup(refused):
    assert "n’est pas une sauvegarde chiffrée" in refused(b"%PDF" * 1000)
    assert "tronquée ou a été modifiée" in refused(b"%PDF" * 1000, key="")


@pytest.fixture
def manifest(backup) -> Manifest:
    with backup.open("rb") as file:
        return replace(verified_manifest(file, KEY), members={})


def archive_of(manifest, content=b"x", **changes) -> bytes:
    made = io.BytesIO()
    with archive_writer(made, KEY, replace(manifest, **changes)) as archive:
        archive.add(DATABASE, io.BytesIO(content), len(content))
    return made.getvalue()


def test_backup_of_another_version(manifest, refused):
    older, newer = manifest.migrations[:-1], [*manifest.migrations, "partnerships.9999_later"]
    said = "d’une autre version du portail"

    assert said in refused(archive_of(manifest, migrations=older))
    assert said in refused(archive_of(manifest, migrations=newer))
    assert "d’un autre format (2)" in refused(archive_of(manifest, format=2))


def test_backup_of_the_other_engine(manifest, refused):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]

    assert f"est d’une base {other}" in refused(archive_of(manifest, engine=other))


def test_database_that_cannot_be_put_back_leaves_nothing(manifest, refused):
    said = refused(archive_of(manifest, b"no database" * 1000))

    assert "rien n’a été gardé" in said.lower()


def test_place_that_is_not_empty(backup, refusing, source, django_db_blocker):
    before = rows_of(source, django_db_blocker)
    with standing_in(source, django_db_blocker):
        assert "La base n’est pas vide" in command("restore", backup)
    with standing_in(refusing, django_db_blocker):
        storages["default"].save("ab/cd/abcd", ContentFile(b"x"))
        assert "Le lieu des fichiers n’est pas vide" in command("restore", backup)

    assert rows_of(source, django_db_blocker) == before
    assert rows_of(refusing, django_db_blocker) == {}
    assert refusing.file_names == {"ab/cd/abcd"}
    shutil.rmtree(refusing.files)


def test_target_that_is_there_is_not_written_over(source, backup, django_db_blocker):
    content = backup.read_bytes()
    with standing_in(source, django_db_blocker):
        assert "existe déjà" in command("backup", backup)

    assert backup.read_bytes() == content


def test_source_that_is_not_there(refusing, django_db_blocker, tmp_path):
    with standing_in(refusing, django_db_blocker):
        assert "Rien n’a été gardé" in command("restore", tmp_path / "absent")


def test_database_of_another_version_is_not_saved(refusing, django_db_blocker, tmp_path):
    with standing_in(refusing, django_db_blocker):
        said = command("backup", tmp_path / "portail.sauvegarde")

    assert "La base n’est pas celle de cette version" in said
    assert list(tmp_path.iterdir()) == []


def test_database_that_was_upgraded_over_the_squashed_migrations_is_of_this_version(manifest):
    replaced = import_module(
        "partnerships.migrations.0001_squashed_0027_missing_information"
    ).Migration.replaces
    older = [f"{app}.{name}" for app, name in replaced]

    assert is_of_this_version([*manifest.migrations, *older])


def test_two_backups_at_once(source, django_db_blocker, tmp_path):
    with standing_in(source, django_db_blocker), workplace():
        assert "en cours" in command("backup", tmp_path / "portail.sauvegarde")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["copy of the database", "archive"])
def test_full_disk_leaves_no_backup(source, backup, where, django_db_blocker, tmp_path):
    size = 20_000 if where == "copy of the database" else backup.stat().st_size - 20_000
    with standing_in(source, django_db_blocker), files_limited_to(size):
        said = command("backup", tmp_path / "portail.sauvegarde")

    assert "rien n’a été gardé" in said.lower()
    assert list(tmp_path.iterdir()) == []
    assert list((source.folder / "backup").iterdir()) == []


def test_full_disk_leaves_the_place_empty(backup, refusing, django_db_blocker):
    with standing_in(refusing, django_db_blocker), files_limited_to(50_000):
        assert "Il n’y a plus de place" in command("restore", backup)

    assert refusing.file_names == set()
    assert rows_of(refusing, django_db_blocker) == {}
