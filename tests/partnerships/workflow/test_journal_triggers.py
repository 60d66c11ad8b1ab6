"""What PostgreSQL itself refuses of the journal, for whom it makes an exception, and who tells
that it no longer refuses. What holds on SQLite too stands in test_journal.py.
"""

import io

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from partnerships.management.commands.load_reference_data import reference_digests
from partnerships.models import Action, Dossier, DossierEvent, ReferenceLoad
from partnerships.models.append_only import journal_exception
from partnerships.workflow.journal_triggers import (
    NAME,
    append_only_tables,
    guard_journal,
    unguarded_tables,
)
from tests.factories.anchors import anchor, anchored, verify
from tests.factories.dossiers import act, dossier_in

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
EVENTS, ANCHORS = "partnerships_dossierevent", "partnerships_journalanchor"
EMPTY = "DELETE FROM partnerships_dossierevent"
CHANGES = [
    "UPDATE {table} SET digest = '0'",
    "UPDATE {table} SET digest = '0' WHERE id = -1",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "TRUNCATE partnerships_dossier, {table} CASCADE",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET digest = '0'",
]
# What the owner of the tables may do to a trigger, without a row being changed.
HARMS = {
    "dropped": ("DROP TRIGGER {name} ON {table}", {EVENTS}),
    "disabled": ("ALTER TABLE {table} DISABLE TRIGGER {name}", {EVENTS}),
    "of replicas alone": ("ALTER TABLE {table} ENABLE REPLICA TRIGGER {name}", {EVENTS}),
    "of less": (
        "CREATE OR REPLACE TRIGGER {name} BEFORE DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        {EVENTS},
    ),
    "that does nothing": (
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN NULL; END'",
        {EVENTS, ANCHORS},
    ),
}


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def is_refused(sql):
    """Whether the triggers refuse `sql`; what it changed is undone."""
    try:
        with transaction.atomic():
            run(sql)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "is append-only" in str(error)
    return False


@pytest.fixture
def journal(settings, tmp_path):
    anchored(settings, tmp_path / "ailleurs")
    dossier = dossier_in("closed")
    anchor()
    # The checks that wait for the end of the transaction would stop TRUNCATE by themselves.
    run("SET CONSTRAINTS ALL IMMEDIATE")
    return dossier


def test_tables_of_the_journal_are_these():
    assert append_only_tables() == [EVENTS, ANCHORS]
    assert unguarded_tables() == []


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", [EVENTS, ANCHORS])
def test_every_change_is_refused(table, change):
    assert is_refused(change.format(table=table))
    verify()


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("operation", ["UPDATE", "DELETE", "TRUNCATE"])
def test_exception_is_of_one_operation_and_ends_with_its_block(operation):
    changes = {sql.split()[0]: sql.format(table=EVENTS) for sql in CHANGES[1:4]}

    with journal_exception(operation):
        refused = {name for name, sql in changes.items() if is_refused(sql)}

    assert refused == set(changes) - {operation}
    assert all(is_refused(sql) for sql in changes.values())


@pytest.mark.usefixtures("journal")
def test_exception_that_fails_ends_too():
    with pytest.raises(RuntimeError), journal_exception("DELETE"):
        raise RuntimeError
    assert is_refused(EMPTY)

    with pytest.raises(DatabaseError), journal_exception("DELETE"):
        run("DELETE FROM nowhere")
    assert is_refused(EMPTY)


@pytest.mark.django_db(transaction=True)
def test_exception_does_not_outlive_its_transaction():
    """Others that take up the same connection find the triggers closed."""
    dossier_in("draft")

    with journal_exception("DELETE"):
        assert not is_refused(EMPTY)

    assert is_refused(EMPTY)


def test_two_exceptions_pass_and_the_triggers_are_closed_behind_them(journal):
    draft = dossier_in("draft")
    act(draft, Action.DISCARD, draft.created_by)
    then = timezone.now()
    Dossier.objects.filter(pk=journal.pk).update(archived_at=then, erased_at=then)
    events = DossierEvent.objects.all()

    assert events.forget_never_deposited()[0] == 2
    assert events.forget_details() == journal.events.count() > 0

    assert set(events.values_list("dossier", "detail")) == {(journal.pk, "")}
    assert is_refused(EMPTY)
    assert is_refused(CHANGES[0].format(table=EVENTS))


def prepare():
    """As after an update: what was loaded of the same data is not loaded again."""
    for name, digest in reference_digests().items():
        ReferenceLoad.objects.get_or_create(name=name, defaults={"digest": digest})
    call_command("prepare", stdout=io.StringIO())


def identities():
    """Of the triggers as they stand: (identifier, transaction that made it)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid, xmin::text FROM pg_trigger WHERE tgname = %s", [NAME])
        return set(cursor.fetchall())


def test_prepare_leaves_triggers_that_stand():
    before = identities()

    prepare()

    assert len(before) == 2
    assert identities() == before


@pytest.mark.parametrize("harm", HARMS)
def test_harmed_trigger_is_told_then_made_again_by_prepare(admin_client, client, harm):
    sql, harmed = HARMS[harm]
    health = reverse("portal:health")
    assert admin_client.get(health).json()["journal_triggers"] is True
    run(sql.format(name=NAME, table=EVENTS))

    assert client.get(health).json() == {"status": "degraded"}
    told = admin_client.get(health).json()
    assert (told["status"], told["journal_triggers"]) == ("degraded", False)
    assert set(told["details"]["unguarded_tables"]) == harmed
    said = verify().replace("\u202f", " ")
    for table in (EVENTS, ANCHORS):
        assert (f"La table « {table} » n’est plus protégée" in said) is (table in harmed)

    prepare()

    assert client.get(health).json() == {"status": "ok"}
    assert admin_client.get(health).json()["details"]["unguarded_tables"] == []
    assert "gardée" not in verify()
    assert all(is_refused(change.format(table=EVENTS)) for change in CHANGES[:3])


def test_guarding_twice_asks_one_thing(django_assert_num_queries):
    with django_assert_num_queries(3):  # within a savepoint
        guard_journal()
