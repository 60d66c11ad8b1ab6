"""On PostgreSQL, triggers that refuse UPDATE, DELETE and TRUNCATE on the append-only tables.

They prevent mistakes, not an attack: the owner of the tables can disable them, and the anchors
then show what changed (anchors/check.py). SQLite has none: a migration that rebuilds a table drops
its triggers.
"""

from django.apps import apps
from django.db import connection, transaction

from partnerships.models.append_only import EXCEPTION_SETTING, AppendOnlyModel

NAME = "partnerships_append_only"
# BEFORE (2), DELETE (8), UPDATE (16) and TRUNCATE (32), once per statement: pg_trigger.tgtype.
KIND = 58
SOURCE = f"""
BEGIN
    IF current_setting('{EXCEPTION_SETTING}', true) IS DISTINCT FROM TG_OP THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = TG_OP || ' refused: ' || TG_TABLE_NAME || ' is append-only';
    END IF;
    RETURN NULL;
END
"""
CREATE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $${SOURCE}$$
"""
CREATE_TRIGGER = f"""
CREATE OR REPLACE TRIGGER {NAME} BEFORE UPDATE OR DELETE OR TRUNCATE ON {{table}}
FOR EACH STATEMENT EXECUTE FUNCTION {NAME}()
"""
UNGUARDED = """
SELECT name FROM unnest(%s) AS name WHERE NOT EXISTS (
    SELECT FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE tgrelid = to_regclass(name) AND tgname = %s AND tgtype = %s
    AND tgenabled IN ('O', 'A') AND prosrc = %s
)
"""


def append_only_tables() -> list[str]:
    models = (model for model in apps.get_models() if issubclass(model, AppendOnlyModel))
    return sorted(model._meta.db_table for model in models)


def unguarded_tables() -> list[str]:
    """The append-only tables whose trigger is missing, disabled or altered; none on SQLite."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(UNGUARDED, [append_only_tables(), NAME, KIND, SOURCE])
        return [table for (table,) in cursor.fetchall()]


@transaction.atomic
def guard_journal() -> None:
    """Creates the missing triggers; locks no table that has its own."""
    tables = unguarded_tables()
    if not tables:
        return
    with connection.cursor() as cursor:
        cursor.execute(CREATE_FUNCTION)
        for table in tables:
            cursor.execute(CREATE_TRIGGER.format(table=table))
