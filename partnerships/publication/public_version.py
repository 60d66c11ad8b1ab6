"""The version of public pages: any write to the tables that they read changes it.

The statements of each connection are watched, so that no way to write is left out: page,
administration, command, bulk. What another program writes is not seen. `registry_version.py` is
the version of partnerships alone, with what changed since another one.
"""

import re
from contextlib import nullcontext
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model

from partnerships import models
from partnerships.models import PublicChange
from proposals.models import Evidence, ProgressNote, Proposal, ProposalRelation, ProposalText

# What public pages read; a test compares it with what they do read.
PUBLIC_MODELS: tuple[type[Model], ...] = (
    models.AccessibilityCheck,
    models.BudgetLine,
    models.Confirmation,
    models.Country,
    models.Departement,
    Evidence,
    models.EvidenceDocument,
    models.FacetCount,
    models.Goal,
    models.Goal.proposals.through,
    models.Indicator,
    models.InternationalPartner,
    models.LocalAuthority,
    models.LocalAuthorityTerm,
    models.Merge,
    models.Partnership,
    models.Partnership.goals.through,
    models.Partnership.sectors.through,
    models.Partnership.themes.through,
    models.PartnershipAuthority,
    models.PartnershipDocument,
    models.PartnershipFacet,
    models.PartnershipImage,
    models.PartnershipPartner,
    models.PartnershipVersion,
    models.PartnerTerm,
    models.Place,
    models.PlaceTerm,
    ProgressNote,
    Proposal,
    ProposalRelation,
    ProposalText,
    models.ProposalContribution,
    models.ProposalIllustration,
    models.ReferenceLoad,
    models.Region,
    models.RegistryVersion,
    models.Renaming,
    models.Sector,
    models.SiteSettings,
    models.StoredContent,
    models.Suspension,
    models.Theme,
    models.Theme.proposals.through,
)
PUBLIC_TABLES = {model._meta.db_table for model in PUBLIC_MODELS} | {"partnerships_search"}
has_table = False
VERSION = f"SELECT COALESCE(SUM(mark), 0) FROM {PublicChange._meta.db_table}"  # noqa: S608
# The table that follows each verb, wherever it stands in the statement: « WITH … INSERT INTO t ».
# TRUNCATE, which may name several, has none.
WRITING = re.compile(
    r"\b(?:(?:INTO|COPY|DELETE\s+FROM|UPDATE(?:\s+OR\s+\w+)?)\s+"
    r'(?:ONLY\s+)?(?:"?\w+"?\.)?"?(\w+)|TRUNCATE\b)',
    re.IGNORECASE,
)


# What defines tables, functions and triggers names verbs and writes no row.
DEFINITION = re.compile(r"\s*(?:CREATE|ALTER|DROP)\b", re.IGNORECASE)


def _is_marked():
    """Does nothing: as a callback on commit, it says that the transaction has its mark."""


def _was_marked():
    """Takes the place of a mark that a reader of the version has seen: others keep theirs."""


def _has_table() -> bool:
    """Whether the table of marks exists: migrations that run before it write public rows."""
    global has_table
    has_table = has_table or PublicChange._meta.db_table in connection.introspection.table_names()
    return has_table


def _forget_mark() -> None:
    """Has the next write of the current transaction marked again."""
    connection.run_on_commit = [
        (savepoints, _was_marked if callback is _is_marked else callback, is_robust)
        for savepoints, callback, is_robust in connection.run_on_commit
    ]


def mark_public_change() -> None:
    """Records that the current transaction changes what public pages show, once."""
    if any(callback is _is_marked for _savepoints, callback, _robust in connection.run_on_commit):
        return
    if not _has_table():
        return
    PublicChange.objects.create()
    if connection.in_atomic_block:
        transaction.on_commit(_is_marked)


def _writes_public_rows(sql: str) -> bool:
    if sql.startswith("SELECT") or DEFINITION.match(sql):
        return False
    # A statement that begins with its verb writes to one table.
    first = WRITING.match(sql)
    tables = (found[1] for found in ([first] if first else WRITING.finditer(sql)))
    return any(table is None or table.lower() in PUBLIC_TABLES for table in tables)


def _one_transaction(sql):
    """Returns a context in which `sql` and its mark stand or fall together.

    On SQLite, a statement that returns rows ends, with its own transaction, once they are fetched:
    the mark is inside.
    """
    is_open = connection.vendor == "sqlite" and "RETURNING" in sql
    return nullcontext() if is_open or connection.in_atomic_block else transaction.atomic()


def watch_public_tables(execute, sql, params, many, context):
    """Runs a statement, for `execute_wrappers`; then marks the change if it writes public rows.

    What returns to a savepoint may undo the mark.
    """
    if sql.startswith("ROLLBACK TO"):
        _forget_mark()
    if not _writes_public_rows(sql):
        return execute(sql, params, many, context)
    with _one_transaction(sql):
        result = execute(sql, params, many, context)
        mark_public_change()
    return result


def watch_connection(connection, **kwargs):
    """Receives `connection_created`. The first wrapper is the outermost, around those of tests."""
    if watch_public_tables not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch_public_tables)


def is_version_exact() -> bool:
    """Whether the version tells what is read now from what will be read once the current savepoint
    is undone: not where it changed rows under a mark made before it.
    """
    opened = set(connection.savepoint_ids)
    marks = (ids for ids, callback, _robust in connection.run_on_commit if callback is _is_marked)
    return all(opened <= savepoints for savepoints in marks)


def last_public_change() -> datetime | None:
    """Returns when public rows last changed, as far as marks are kept; the last one always is."""
    return PublicChange.objects.order_by("-pk").values_list("at", flat=True).first()


def public_version() -> int:
    """Returns the version of public pages, in one query.

    The current transaction is marked again if it writes after this: it makes another version.
    """
    _forget_mark()
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        return int(cursor.fetchone()[0])
