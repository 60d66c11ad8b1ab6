"""The version of all that public pages read: any write to these tables changes it.

The statements of each connection are watched, so that no way to write is left out: page,
administration, command, bulk. What another program writes is not seen.
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

# What public pages read; a test watches them read.
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
    r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|COPY|TRUNCATE)\s+"?(\w+)', re.IGNORECASE
)


def _is_marked():
    """The callback that stands, until the end of the transaction, for its mark. Does nothing."""


def _has_table() -> bool:
    """Whether the marks have their table: earlier migrations write public rows without it."""
    global has_table
    has_table = has_table or PublicChange._meta.db_table in connection.introspection.table_names()
    return has_table


def mark_public_change() -> None:
    """Records that the current transaction changes what public pages show, once.

    The callbacks of a savepoint that is rolled back are forgotten, as its mark is.
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

    Outside a transaction, the mark is another one that follows at once.
    """
    result = execute(sql, params, many, context)
    written = WRITING.match(sql)
    if written and written[1] in PUBLIC_TABLES:
        mark_public_change()
    return result


def watch_connection(connection, **kwargs):
    """Receives `connection_created`; stands before what a test watches."""
    if watch_public_tables not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch_public_tables)


def public_version() -> int:
    """Returns the version of all that public pages read, in one query.

    What the current transaction writes after this reading makes another version.
    """
    connection.run_on_commit = [
        entry for entry in connection.run_on_commit if entry[1] is not _is_marked
    ]
    return PublicChange.objects.aggregate(version=Sum("mark", default=0))["version"]
