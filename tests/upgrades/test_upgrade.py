"""A database of the version before, filled by its demonstration, is upgraded by `prepare`.

`dump.py` makes the files that are read here.
"""

import lzma
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.database import url_of

FOLDER = Path(__file__).resolve().parent
# What the demonstration of that version holds.
COUNTS = {
    "partnerships_dossier": 9,
    "partnerships_partnership": 71,
    "proposals_proposal": 20,
    "accounts_user": 6,
}
# Deposits of the schema before.
OLDER = "SELECT count(*) FROM partnerships_submission WHERE document_text LIKE '%\"schema\":2%'"
# Dates of a database that knew days alone.
DAYS = """SELECT count(*) FROM partnerships_partnership WHERE starts_on_precision = 'day'
AND ends_on_precision = 'day' AND convention_signed_on_precision = 'day'
AND transmitted_to_prefect_on_precision = 'day'"""
# A curator of that version named a country otherwise, in the administration.
RENAMED = """
INSERT INTO django_admin_log
(action_time, user_id, content_type_id, object_id, object_repr, action_flag, change_message)
SELECT '2026-01-05 10:00:00+00', (SELECT min(id) FROM accounts_user), id, 'NL', 'Pays-Bas', 2,
'[{"changed": {"fields": ["Nom"]}}]'
FROM django_content_type WHERE app_label = 'partnerships' AND model = 'country' RETURNING id
"""
LISTED = (
    "advisorybody",
    "country",
    "internationalpartner",
    "localauthority",
    "partnership",
    "place",
)
# Authorities whose points are of these kinds.
PLACED = "SELECT count(*) FROM partnerships_localauthority WHERE precision IN ({})"
# Countries of ISO 3166-1 where GeoNames knows no town have no point.
TOWNLESS = """SELECT count(*) FROM partnerships_country WHERE latitude IS NULL
AND iso2 NOT IN ('AQ', 'BV', 'HM', 'UM')"""
POINT = """SELECT round(latitude) * 1000 + round(longitude) FROM partnerships_country
WHERE iso2 = '{}'"""
# Run in the upgraded database: pages of anyone, what they show, and a check of the journal.
PAGES = """
import django
from django.conf import settings
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
django.setup()
from django.test import Client
from partnerships.models import Partnership
client = Client(HTTP_HOST="127.0.0.1")
pages = ["/", "/registre/", "/registre/?q=eau", "/collectivites/", "/pays/", "/propositions/"]
pages += [each.get_absolute_url() for each in Partnership.objects.listed().order_by("pk")[:5]]
for page in pages:
    print(client.get(page).status_code, page)
print("sante", client.get("/sante/").status_code)
print("registre", "71" in client.get("/registre/").text)
from django.core.management import call_command
call_command("verify_journal")
"""


def _connect(name: str):
    """An open connection, each statement its own transaction, to a database of the server."""
    found = connection.settings_dict
    database = connection.Database.connect(dbname=name, host=found["HOST"], user=found["USER"])
    database.autocommit = True
    return database


def _asker(database):
    def ask(query):
        cursor = database.cursor()
        cursor.execute(query)
        return cursor.fetchone()[0]

    return ask


@pytest.fixture
def former(tmp_path, db):
    """(address of a database of the version before, a way to ask it one number)."""
    sql = lzma.decompress((FOLDER / f"{connection.vendor}.sql.xz").read_bytes()).decode()
    if connection.vendor == "sqlite":
        path = tmp_path / "former.sqlite3"
        database = sqlite3.connect(path, isolation_level=None)
        # Checks of SIREN ask for it as the rows are written.
        database.create_function("REGEXP", 2, lambda rule, text: bool(re.search(rule, str(text))))
        database.executescript(f"BEGIN;{sql}COMMIT;")
        yield url_of(str(path)), _asker(database)
        database.close()
        return
    name = f"upgrade_{os.getpid()}"
    admin = _connect("postgres")
    admin.cursor().execute(f"CREATE DATABASE {name}")
    database = _connect(name)
    database.cursor().execute(sql)
    database.cursor().execute("SET search_path TO public")
    yield url_of(name), _asker(database)
    database.close()
    admin.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    admin.close()


def test_a_database_of_the_version_before_is_upgraded(former, tmp_path):
    address, ask = former
    assert ask(PLACED.format("'exact'")) > 0
    before = {table: ask(f"SELECT count(*) FROM {table}") for table in COUNTS}  # noqa: S608
    events = ask("SELECT count(*) FROM partnerships_dossierevent")
    older = ask(OLDER)
    ask("UPDATE partnerships_country SET name = 'Néerlande' WHERE iso2 = 'NL' RETURNING 1")
    ask(RENAMED)
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "VAR_DIR": str(tmp_path / "var"),
        "DEMONSTRATION": "true",
        "HTTPS": "false",
        "DJANGO_SETTINGS_MODULE": "cncd_portal.settings",
    }

    def run(*arguments):
        command = [sys.executable, *arguments]
        result = subprocess.run(  # noqa: S603
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    run("manage.py", "prepare")
    pages = run("-c", PAGES)

    after = {table: ask(f"SELECT count(*) FROM {table}") for table in COUNTS}  # noqa: S608
    assert before == after == COUNTS
    assert ask("SELECT count(*) FROM partnerships_dossierevent") == events
    assert ask("SELECT count(dossier_id) FROM partnerships_outboxmail") > 0
    for table in LISTED:
        assert ask(f"SELECT count(*) FROM partnerships_{table} WHERE sort_key = ''") == 0, table  # noqa: S608
    assert ask("SELECT name FROM partnerships_country WHERE iso2 = 'NL'") == "Néerlande"
    assert "Hollande" in ask("SELECT other_names FROM partnerships_country WHERE iso2 = 'NL'")
    assert ask("SELECT count(*) FROM django_migrations WHERE name = '0001_registry'") == 1
    assert ask(PLACED.format("'exact', 'imported'")) == 0
    assert ask("SELECT count(*) FROM partnerships_place") > 200_000
    assert ask(TOWNLESS) == 0
    assert [ask(POINT.format(iso2)) for iso2 in ("MA", "VA")] == [34_000 - 7, 42_000 + 12]
    assert ask(PLACED.format("'town_hall'")) > 34_000
    assert set(re.findall(r"^(\d+) /", pages, re.MULTILINE)) == {"200"}
    assert "sante 200" in pages
    assert "registre True" in pages
    # Documents of that version know days alone, and are left as they were.
    assert ask(OLDER) == older > 0
    assert ask(DAYS) == ask("SELECT count(*) FROM partnerships_partnership")
