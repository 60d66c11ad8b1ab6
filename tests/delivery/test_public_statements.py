"""No write to a public table is missed, however its statement is written."""

import pytest
from django.db import DatabaseError, connection, transaction

from partnerships.models import PublicChange, RegistryVersion, Theme
from partnerships.publication.public_version import public_version
from partnerships.publication.table import Table, copy_rows
from tests.factories.lists import ThemeFactory

STATEMENTS = (
    "UPDATE partnerships_theme SET name = 'Eau'",
    "update partnerships_theme set name = 'Eau'",
    "WITH one AS (SELECT 1) UPDATE partnerships_theme SET name = 'Eau'",
    "WITH one AS (SELECT 1) DELETE FROM partnerships_theme",
    "/* by hand */ UPDATE partnerships_theme SET name = 'Eau'",
    "INSERT INTO partnerships_theme (slug, name, position) VALUES ('a', 'A', 1) "
    "ON CONFLICT (slug) DO UPDATE SET name = excluded.name",
    "DELETE\nFROM partnerships_theme",
)
OF_SQLITE = (
    "REPLACE INTO partnerships_theme SELECT * FROM partnerships_theme",
    "UPDATE OR IGNORE partnerships_theme SET name = 'Eau'",
    'UPDATE "main"."partnerships_theme" SET name = 1',
)
OF_POSTGRESQL = (
    'UPDATE ONLY "partnerships_theme" SET name = 1',
    "UPDATE public.partnerships_theme SET name = 1",
    "TRUNCATE partnerships_dossierfacet, partnerships_facetcount",
    "WITH gone AS (DELETE FROM partnerships_theme RETURNING slug) SELECT count(*) FROM gone",
)


def is_seen(statement: str) -> bool:
    before = public_version()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    return public_version() != before


@pytest.mark.django_db
def test_every_form_of_statement_is_seen():
    ThemeFactory()
    own = OF_SQLITE if connection.vendor == "sqlite" else OF_POSTGRESQL

    assert [each for each in (*STATEMENTS, *own) if not is_seen(each)] == []


@pytest.mark.django_db
def test_statements_that_read_lock_or_define_change_no_version():
    readings = (
        "SELECT name FROM partnerships_theme",
        "WITH found AS (SELECT name FROM partnerships_theme) SELECT * FROM found",
        "UPDATE partnerships_dossier SET title = (SELECT max(name) FROM partnerships_theme)",
    )
    if connection.vendor == "postgresql":
        readings += (
            "CREATE TRIGGER unused BEFORE TRUNCATE ON partnerships_dossierevent "
            "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        )

    assert [each for each in readings if is_seen(each)] == []
    before = public_version()
    list(Theme.objects.select_for_update())
    assert public_version() == before


@pytest.mark.django_db
def test_change_that_follows_a_savepoint_undone_by_hand_is_seen():
    theme = ThemeFactory()
    before = public_version()
    savepoint = transaction.savepoint()
    Theme.objects.update(name="Perdu")
    transaction.savepoint_rollback(savepoint)
    assert public_version() == before

    savepoint = transaction.savepoint()
    Theme.objects.update(name="Perdu")
    transaction.savepoint_rollback(savepoint)
    Theme.objects.filter(pk=theme.pk).update(name="Gardé")

    assert public_version() != before


def failing(*args, **kwargs):
    raise DatabaseError("the disk is full")


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_a_transaction_does_not_stand_without_its_mark(monkeypatch):
    ThemeFactory(name="Eau")

    monkeypatch.setattr(PublicChange.objects, "create", failing)
    with pytest.raises(DatabaseError):
        Theme.objects.update(name="Autre")

    assert Theme.objects.get().name == "Eau"
    monkeypatch.undo()


@pytest.mark.django_db(transaction=True)
def test_a_statement_outside_a_transaction_returns_its_rows():
    before = public_version()
    insert = "INSERT INTO partnerships_registryversion (id, number) VALUES (1, 5) RETURNING number"
    with connection.cursor() as cursor:
        cursor.execute(insert)
        assert cursor.fetchall() == [(5,)]

    assert RegistryVersion.objects.get().number == 5
    assert public_version() != before


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_copy_outside_a_transaction_does_not_stand_without_its_mark(monkeypatch):
    before = public_version()
    copy_rows("partnerships_theme", ["slug", "name", "position"], [("a", "A", 1)])
    assert public_version() != before

    monkeypatch.setattr(PublicChange.objects, "create", failing)
    with pytest.raises(DatabaseError):
        Table(Theme, "slug", "name", "position").insert([("b", "B", 2)])

    assert Theme.objects.get().name == "A"
    monkeypatch.undo()
