"""The version of public pages: any write to the tables that they read changes it.

The statements of each connection are watched, so that no way to write is left out: page,
administration, command, bulk. What another program writes is not seen. `registry_version.py` is
the version of partnerships alone, with what changed since another one.
"""

import re

from django.db import connection, transaction
from django.db.models import Model, Sum

from partnerships.models import (
    BudgetLine,
    Confirmation,
    Country,
    Departement,
    FacetCount,
    Goal,
    Indicator,
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityTerm,
    Partnership,
    PartnershipAuthority,
    PartnershipDocument,
    PartnershipFacet,
    PartnershipImage,
    PartnershipPartner,
    PartnershipVersion,
    Place,
    ProposalContribution,
    PublicChange,
    ReferenceLoad,
    Region,
    RegistryVersion,
    Sector,
    StoredContent,
    Suspension,
    Theme,
)
from proposals.models import Milestone, Proposal

# What public pages read; a test compares it with what they do read.
PUBLIC_MODELS: tuple[type[Model], ...] = (
    BudgetLine,
    Confirmation,
    Country,
    Departement,
    FacetCount,
    Goal,
    Indicator,
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityTerm,
    Milestone,
    Partnership,
    Partnership.goals.through,
    Partnership.sectors.through,
    Partnership.themes.through,
    PartnershipAuthority,
    PartnershipDocument,
    PartnershipFacet,
    PartnershipImage,
    PartnershipPartner,
    PartnershipVersion,
    Place,
    Proposal,
    ProposalContribution,
    ReferenceLoad,
    Region,
    RegistryVersion,
    Sector,
    StoredContent,
    Suspension,
    Theme,
)
PUBLIC_TABLES = {model._meta.db_table for model in PUBLIC_MODELS} | {"partnerships_search"}
has_table = False
WRITING = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)', re.IGNORECASE
)


def _is_marked():
    """Does nothing: as a callback on commit, it says that the transaction has its mark."""


def _has_table() -> bool:
    """Whether the table of marks exists: migrations that run before it write public rows."""
    global has_table
    has_table = has_table or PublicChange._meta.db_table in connection.introspection.table_names()
    return has_table


def mark_public_change() -> None:
    """Records that the current transaction changes what public pages show, once.

    A savepoint that is rolled back takes back its mark and its callbacks, so that a later write is
    marked again.
    """
    if any(callback is _is_marked for _savepoints, callback, _robust in connection.run_on_commit):
        return
    if not _has_table():
        return
    PublicChange.objects.create()
    if connection.in_atomic_block:
        transaction.on_commit(_is_marked)


def watch_public_tables(execute, sql, params, many, context):
    """Runs a statement, for `execute_wrappers`; then marks the change if it writes public rows.

    Outside a transaction, the mark is committed just after the statement.
    """
    result = execute(sql, params, many, context)
    written = WRITING.match(sql)
    if written and written[1] in PUBLIC_TABLES:
        mark_public_change()
    return result


def watch_connection(connection, **kwargs):
    """Receives `connection_created`. The first wrapper is the outermost, around those of tests."""
    if watch_public_tables not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch_public_tables)


def public_version() -> int:
    """Returns the version of public pages, in one query.

    The current transaction is marked again if it writes after this: it makes another version.
    """
    connection.run_on_commit = [
        entry for entry in connection.run_on_commit if entry[1] is not _is_marked
    ]
    return PublicChange.objects.aggregate(version=Sum("mark", default=0))["version"]
