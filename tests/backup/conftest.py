"""A portal that was used, its backup, and empty places to restore it to."""

import itertools
import os

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from tests.conftest import DATABASES
from tests.factories.anchors import anchor
from tests.factories.data_exports import made
from tests.factories.dossiers import dossier_in, publish_with_files
from tests.factories.files import PDF, picture, send
from tests.factories.opinions import asked, reply
from tests.factories.places import Place, command, drop_database, new_database, standing_in
from tests.storage.conftest import bucket, bucket_endpoint

__all__ = ["bucket", "bucket_endpoint"]
number = itertools.count()


def use_portal():
    """Create a published dossier with attachments, a refusal, an opinion and an anchor."""
    client, dossier = Client(), dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("a.pdf", PDF), ("b.jpg", picture("JPEG", (1000, 500))))
    publish_with_files(dossier)
    made(dossier.created_by)
    reply(client, asked()[1], file=ContentFile(PDF + b"avis", name="avis.pdf"))
    anchor(days_ago=1)
    dossier_in("closed", outcome="rejected")
    anchor()


@pytest.fixture(scope="session")
def places(django_db_setup, tmp_path_factory):
    """Makes empty places, whose databases are removed at the end."""
    anchors = tmp_path_factory.mktemp("anchors")
    names = []

    def new(migrated=""):
        folder = tmp_path_factory.mktemp("place")
        name = new_database(folder, f"place_{os.getpid()}_{next(number)}", migrated)
        names.append(name)
        return Place(name, folder, anchors)

    yield new
    for name in names:
        drop_database(name)


@pytest.fixture(scope="session")
def source(places, django_db_blocker, pytestconfig):
    place = places(pytestconfig.stash[DATABASES].migrated)
    with standing_in(place, django_db_blocker):
        use_portal()
    return place


@pytest.fixture(scope="session")
def backup(source, django_db_blocker, tmp_path_factory):
    """The encrypted backup of `source`."""
    target = tmp_path_factory.mktemp("backups") / "portail.sauvegarde"
    with standing_in(source, django_db_blocker):
        said = command("backup", target)
    assert said.startswith("Sauvegarde faite"), said
    return target


@pytest.fixture
def empty(places):
    return places()


@pytest.fixture(scope="session")
def refusing(places):
    """An empty place, for what must leave it so."""
    return places()
