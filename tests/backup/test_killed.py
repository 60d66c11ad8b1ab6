"""A backup or a restoration that is killed in the middle leaves nothing half, and is run again."""

import subprocess

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from cncd_portal.backup.restoring import MARKER
from tests.factories.killing import kill
from tests.factories.places import command, rows_of, standing_in
from tests.factories.tampering import verify

STOPS = """
import time
from django.core.management import call_command
from cncd_portal.backup import making, restoring

def stop(*arguments, **options):
    print("here", flush=True)
    time.sleep(60)

"""
BEFORE_A_FILE = STOPS + "making._add_file = stop\n"
AFTER_A_FILE = (
    STOPS
    + """
receive = restoring._receive
def stopping(folder, name, content):
    receive(folder, name, content)
    if name != restoring.DATABASE:
        stop()
restoring._receive = stopping
"""
)
BEFORE_THE_DATABASE = STOPS + "type(restoring.engine()).put_back = stop\n"
AFTER_THE_DATABASE = (
    STOPS
    + """
put_back = type(restoring.engine()).put_back
def stopping(self, path):
    put_back(self, path)
    stop()
type(restoring.engine()).put_back = stopping
"""
)


def kill_there(place, code, name, path):
    code = f"{code}\ncall_command({name!r}, {str(path)!r})"
    process = place.begin(code, stdout=subprocess.PIPE)
    with process:
        assert process.stdout.readline() == b"here\n"
        kill(process)


def test_backup_killed_in_the_middle(source, empty, django_db_blocker, tmp_path):
    target = tmp_path / "portail.sauvegarde"

    kill_there(source, BEFORE_A_FILE, "backup", target)

    assert [path.name for path in tmp_path.iterdir()] == ["portail.sauvegarde.partial"]
    with standing_in(empty, django_db_blocker):
        assert command("restore", f"{target}.partial").startswith("CommandError")
    with standing_in(source, django_db_blocker):
        assert command("backup", target).startswith("Sauvegarde faite")
    assert [path.name for path in tmp_path.iterdir()] == ["portail.sauvegarde"]


@pytest.mark.parametrize(
    ("code", "has_database"),
    [(AFTER_A_FILE, False), (BEFORE_THE_DATABASE, False), (AFTER_THE_DATABASE, True)],
)
def test_restoration_killed_in_the_middle(
    source, backup, empty, code, has_database, django_db_blocker
):
    kill_there(empty, code, "restore", backup)

    assert bool(rows_of(empty, django_db_blocker)) == has_database
    with standing_in(empty, django_db_blocker):
        if has_database:
            storages["default"].delete(min(empty.file_names))
        assert "Une restauration a été arrêtée au milieu" in command("prepare")
        assert command("restore", backup).startswith("Sauvegarde du")
        assert verify()[0]
    assert rows_of(empty, django_db_blocker) == {
        **rows_of(source, django_db_blocker),
        "partnerships_storecheck": 1,
    }
    assert empty.file_names == source.file_names


def test_portal_that_served_before_its_restoration_was_ended(backup, empty, django_db_blocker):
    with standing_in(empty, django_db_blocker):
        command("restore", backup)
        storages["default"].save(MARKER, ContentFile(b""))
        verify()

        assert f"retirez « {MARKER} »" in command("restore", backup)
        storages["default"].delete(MARKER)
        assert "La base n’est pas vide : une sauvegarde" in command("restore", backup)
