"""Databases of earlier versions, filled by their demonstration, are upgraded by `prepare`.

`dump.py` makes the files that are read here, named after the last migration that they have: 0007
goes through each later one; 0027 has all those that `0001_squashed_0027_missing_information`
stands for, and is only noted to have it.
"""

import lzma
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.database import url_of
from tests.upgrades.schema import schema_of

FOLDER = Path(__file__).resolve().parent
SQUASHED = "0001_squashed_0027_missing_information"
# What the demonstration of these versions holds.
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
# A curator of that version rewrote a proposition and said that it was achieved, without evidence.
CURATED = (
    """UPDATE proposals_proposal SET title = 'Relu', progress = 'achieved' WHERE number = 3
    RETURNING 1""",
    """INSERT INTO proposals_historicalproposal
    (id, number, title, summary, body, wording, source, progress, history_date, history_type,
    history_change_reason)
    SELECT id, number, title, summary, body, wording, source, progress,
    '2026-11-29 20:00:00+00', '~', 'Coquille' FROM proposals_proposal WHERE number = 3
    RETURNING history_id""",
    """INSERT INTO proposals_milestone (proposal_id, "on", title, source_url)
    SELECT id, '2018-07-05', 'Adoption', 'https://example.org/a'
    FROM proposals_proposal WHERE number = 3 RETURNING id""",
)
# Query → what it then answers.
CURATED_SINCE = {
    "SELECT count(*) FROM proposals_proposaltext": 21,
    "SELECT count(*) FROM proposals_proposaltext WHERE effective_until IS NULL": 20,
    "SELECT title FROM proposals_proposaltext WHERE reason = 'Coquille'": "Relu",
    "SELECT progress FROM proposals_proposal WHERE number = 3": "fully_done",
    "SELECT count(*) FROM proposals_progressnote": 2,
    """SELECT n.text FROM proposals_evidence e JOIN proposals_progressnote n ON n.id = e.note_id
    WHERE e.url = 'https://example.org/a' AND n.progress = ''""": "Adoption",
    "SELECT count(*) FROM proposals_evidence": 1,
    "SELECT count(*) FROM proposals_proposal WHERE position = number": 20,
}
# Letters that were notified stay as they were; those of decisions that wait have the name alone.
LETTERS = (
    "SELECT count(*) FROM partnerships_decisionletter",
    "SELECT max(sha256) FROM partnerships_decisionletter",
    "SELECT min(sha256) FROM partnerships_decisionletter",
)
UNADDRESSED = "SELECT count(*) FROM partnerships_decision WHERE recipient = '' AND copies = ''"
# Rows written before their table or column had its name of today.
SKIPPED = """INSERT INTO partnerships_skippedfile (officer_id, dossier_id, sequence, at)
SELECT min(u.id), min(d.id), 1, '2026-01-01 08:00:00+00'
FROM accounts_user u CROSS JOIN partnerships_dossier d RETURNING 1"""
SIGNATORY = """INSERT INTO partnerships_signatory
(name, quality, formula, delegation, starts_on, created_at, created_by_id)
SELECT 'Dominique Signataire', 'La cheffe', '', '', '2026-01-01', '2026-01-01 08:00:00+00', min(id)
FROM accounts_user RETURNING 1"""
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
# Contributions, none of which a decision accepted, and how many are counted as declared.
CONTRIBUTIONS = "SELECT count(*) FROM partnerships_proposalcontribution"
COUNTED_CONTRIBUTIONS = """SELECT coalesce(sum(count), 0) FROM partnerships_facetcount
WHERE facet = 'portee' AND value LIKE '%-{}'"""
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


@contextmanager
def former(version, tmp_path):
    """(address of a database of that version, an open connection to it)."""
    sql = lzma.decompress((FOLDER / f"{connection.vendor}-{version}.sql.xz").read_bytes()).decode()
    if connection.vendor == "sqlite":
        path = tmp_path / "former.sqlite3"
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            # Checks of SIREN ask for it as the rows are written.
            database.create_function("REGEXP", 2, lambda rule, x: bool(re.search(rule, str(x))))
            database.executescript(f"BEGIN;{sql}COMMIT;")
            yield url_of(str(path)), database
        return
    name = f"upgrade_{os.getpid()}"
    with closing(_connect("postgres")) as admin:
        admin.cursor().execute(f"CREATE DATABASE {name}")
        try:
            with closing(_connect(name)) as database:
                database.cursor().execute(sql)
                database.cursor().execute("SET search_path TO public")
                yield url_of(name), database
        finally:
            admin.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def run_on(address, folder, *arguments) -> str:
    """Runs Python with `arguments` on the database at that address, and returns what it printed."""
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "VAR_DIR": str(folder / "var"),
        "DEMONSTRATION": "true",
        "HTTPS": "false",
        "DJANGO_SETTINGS_MODULE": "cncd_portal.settings",
    }
    command = [sys.executable, *arguments]
    result = subprocess.run(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def assert_upgraded(address, database, folder) -> None:
    """Upgrades the database: no row is lost, pages answer, and its schema is that of a new one."""
    ask = _asker(database)
    before = {table: ask(f"SELECT count(*) FROM {table}") for table in COUNTS}  # noqa: S608
    events = ask("SELECT count(*) FROM partnerships_dossierevent")
    letters = [ask(query) for query in LETTERS]

    run_on(address, folder, "manage.py", "prepare")
    pages = run_on(address, folder, "-c", PAGES)

    after = {table: ask(f"SELECT count(*) FROM {table}") for table in COUNTS}  # noqa: S608
    assert before == after == COUNTS
    assert ask("SELECT count(*) FROM partnerships_dossierevent") == events
    assert [ask(query) for query in LETTERS] == letters
    assert letters[0] > 0
    assert ask(UNADDRESSED) == ask("SELECT count(*) FROM partnerships_decision") > 0
    for name in ("0001_registry", SQUASHED):
        assert ask(f"SELECT count(*) FROM django_migrations WHERE name = '{name}'") == 1  # noqa: S608
    assert set(re.findall(r"^(\d+) /", pages, re.MULTILINE)) == {"200"}
    assert "sante 200" in pages
    assert "registre True" in pages
    # The database of the tests was made by the migration that stands for the others.
    assert schema_of(database) == schema_of(connection.connection)


@pytest.mark.django_db
def test_a_database_that_has_all_replaced_migrations_is_upgraded(tmp_path):
    with former("0027", tmp_path) as (address, database):
        ask = _asker(database)
        contributions = ask(CONTRIBUTIONS)
        run_on(address, tmp_path, "manage.py", "migrate", "partnerships", "0042")
        ask(SIGNATORY)
        ask(SKIPPED)

        assert_upgraded(address, database, tmp_path)

        assert ask("SELECT capacity FROM partnerships_signatory") == "La cheffe"
        assert ask("SELECT count(*) FROM partnerships_skippeddossier") == 1

        assert ask(CONTRIBUTIONS) == contributions > 0
        assert ask(f"{CONTRIBUTIONS} WHERE accepted_on IS NOT NULL") == 0
        assert ask("SELECT count(*) FROM partnerships_decision WHERE contributions_text <> ''") == 0
        assert ask(COUNTED_CONTRIBUTIONS.format("acceptee")) == 0
        assert ask(COUNTED_CONTRIBUTIONS.format("demonstration")) == contributions


@pytest.mark.django_db
def test_a_database_that_has_some_of_them_is_upgraded_through_the_others(tmp_path):
    with former("0007", tmp_path) as (address, database):
        ask = _asker(database)
        assert ask(PLACED.format("'exact'")) > 0
        older = ask(OLDER)
        ask("UPDATE partnerships_country SET name = 'Néerlande' WHERE iso2 = 'NL' RETURNING 1")
        ask(RENAMED)
        for change in CURATED:
            ask(change)

        assert_upgraded(address, database, tmp_path)

        assert ask("SELECT count(dossier_id) FROM partnerships_outboxmail") > 0
        for table in LISTED:
            empty = f"SELECT count(*) FROM partnerships_{table} WHERE sort_key = ''"  # noqa: S608
            assert ask(empty) == 0, table
        assert ask("SELECT name FROM partnerships_country WHERE iso2 = 'NL'") == "Néerlande"
        names = ask("SELECT other_names FROM partnerships_country WHERE iso2 = 'NL'")
        assert "Hollande" in names
        assert ask(PLACED.format("'exact', 'imported'")) == 0
        assert ask("SELECT count(*) FROM partnerships_place") > 200_000
        assert ask(TOWNLESS) == 0
        assert [ask(POINT.format(iso2)) for iso2 in ("MA", "VA")] == [34_000 - 7, 42_000 + 12]
        assert ask(PLACED.format("'town_hall'")) > 34_000
        # Documents of that version know days alone, and are left as they were.
        assert ask(OLDER) == older > 0
        assert {query: ask(query) for query in CURATED_SINCE} == CURATED_SINCE
        assert ask(DAYS) == ask("SELECT count(*) FROM partnerships_partnership")
