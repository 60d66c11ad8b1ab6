"""Compares the search indexes and stored counts with their source rows.

Each comparison is a single SQL statement, so it reads a consistent snapshot, a publication in
progress causes no false fault, and no row is loaded into memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, F, QuerySet, TextChoices
from django.db.models.fields import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    NOT_STATED,
    Dossier,
    DossierIndex,
    Facet,
    FacetCount,
    IndexCheck,
    Partnership,
    PartnershipFacet,
)
from partnerships.publication.facets import COUNTED
from partnerships.publication.search_table import DOSSIERS, PARTNERSHIPS, SearchTable
from proposals.models import Proposal

EXAMPLES = 3


class Compared(TextChoices):
    """The compared indexes, as named in `IndexCheck.faults`."""

    SEARCH = "search", _("recherche du public")
    FACETS = "facets", _("filtres du registre")
    PERIODS = "periods", _("périodes")
    COUNTS = "counts", _("nombres affichés")
    VALUES_IN_USE = "values in use", _("valeurs employées")
    PROPOSALS = "proposals", _("partenariats des propositions")
    OFFICERS_SEARCH = "officers' search", _("recherche des instructeurs")
    OFFICERS_INDEX = "officers' index", _("file d’instruction")


@dataclass(frozen=True)
class Statement:
    sql: str
    params: tuple = ()


@dataclass(frozen=True)
class Comparison:
    """Two SQL statements that must return the same rows."""

    what: Compared
    expected: Statement
    found: Statement

    def fault(self) -> dict | None:
        """Returns the differences, as an item of `IndexCheck.faults`, or None."""
        missing, absent = _difference(self.expected, self.found)
        surplus, extra = _difference(self.found, self.expected)
        if not (missing or surplus):
            return None
        examples = (absent + extra)[:EXAMPLES]
        return {
            "what": self.what.value,
            "missing": missing,
            "surplus": surplus,
            "examples": examples,
        }


def _difference(one: Statement, other: Statement) -> tuple[int, list[str]]:
    """Returns how many rows of `one` are not in `other`, and a few of them as texts."""
    rows = f"FROM ({one.sql} EXCEPT {other.sql}) AS difference"
    params = (*one.params, *other.params)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {rows}", params)
        count = cursor.fetchone()[0]
        if not count:
            return 0, []
        cursor.execute(f"SELECT * {rows} LIMIT {EXAMPLES}", params)
        return count, [" ".join(map(str, row)) for row in cursor.fetchall()]


def _rows(queryset: QuerySet) -> Statement:
    sql, params = queryset.order_by().query.sql_with_params()
    return Statement(sql, tuple(params))


def _keys(table: SearchTable) -> Statement:
    return Statement(f"SELECT {table.key} FROM {table.name}")  # noqa: S608


def _comparisons() -> Iterator[Comparison]:
    listed = _rows(Partnership.objects.listed().values_list("pk"))
    everything = PartnershipFacet.objects.filter(facet=Facet.ALL)
    yield Comparison(Compared.SEARCH, listed, _keys(PARTNERSHIPS))
    yield Comparison(Compared.FACETS, listed, _rows(everything.values_list("partnership")))
    first_year = PartnershipFacet.objects.filter(facet=Facet.FIRST_YEAR)
    yield Comparison(Compared.PERIODS, listed, _rows(first_year.values_list("partnership")))
    yield from _comparisons_of_counts()
    deposited = _rows(Dossier.objects.deposited().values_list("pk"))
    yield Comparison(Compared.OFFICERS_SEARCH, deposited, _keys(DOSSIERS))
    indexed = _rows(DossierIndex.objects.values_list("pk"))
    yield Comparison(Compared.OFFICERS_INDEX, deposited, indexed)


def _comparisons_of_counts() -> Iterator[Comparison]:
    """Compares stored counts with facet rows, and what derives from stored counts with these.

    A count of zero is equivalent to no count.
    """
    stored = FacetCount.objects.filter(count__gt=0)
    counted = PartnershipFacet.objects.values("facet", "value").annotate(total=Count("pk"))
    of_facets = stored.exclude(facet=Facet.DISTINCT).values_list("facet", "value", "count")
    expected = _rows(counted.values_list("facet", "value", "total"))
    yield Comparison(Compared.COUNTS, expected, _rows(of_facets))
    in_use = stored.filter(facet__in=COUNTED).values("facet").annotate(total=Count("pk"))
    distinct = stored.filter(facet=Facet.DISTINCT).values_list("value", "count")
    yield Comparison(
        Compared.VALUES_IN_USE, _rows(in_use.values_list("facet", "total")), _rows(distinct)
    )
    of_proposals = stored.filter(facet=Facet.PROPOSAL).exclude(value=NOT_STATED)
    proposals = Proposal.objects.filter(partnership_count__gt=0).annotate(
        value=Cast("number", CharField(max_length=60))
    )
    shown = proposals.values_list("value", F("partnership_count"))
    expected = _rows(of_proposals.values_list("value", "count"))
    yield Comparison(Compared.PROPOSALS, expected, _rows(shown))


def index_faults() -> list[dict]:
    """Returns all current differences, in the form of `IndexCheck.faults`."""
    return [fault for each in _comparisons() if (fault := each.fault())]


def check_indexes(now: datetime) -> IndexCheck:
    """Compares everything, and stores the result in place of the previous one."""
    faults = index_faults()
    with transaction.atomic():
        IndexCheck.objects.all().delete()
        return IndexCheck.objects.create(checked_at=now, faults=faults)
