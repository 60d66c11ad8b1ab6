"""Compares the search indexes and the kept counts with the rows they are made of.

The database compares, in single statements: each sees the rows of one instant, so a publication
in progress is no fault, and no row is loaded into memory.
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
    Dossier,
    DossierIndex,
    Facet,
    FacetCount,
    IndexCheck,
    Partnership,
    PartnershipFacet,
    PartnershipPeriod,
)
from partnerships.publication.facets import COUNTED, COUNTED_YEARS, years_counted
from partnerships.publication.search_table import DOSSIERS, PARTNERSHIPS, SearchTable
from proposals.models import Proposal

EXAMPLES = 3
# Facets that no partnership is filed under.
COUNTS_ALONE = (Facet.DISTINCT, Facet.FIRST_YEAR, Facet.LAST_YEAR)


class Compared(TextChoices):
    """What a comparison is about, as `IndexCheck.faults` names it."""

    SEARCH = "search", _("recherche du public")
    FACETS = "facets", _("filtres du registre")
    PERIODS = "periods", _("périodes")
    COUNTS = "counts", _("nombres affichés")
    YEARS = "years", _("nombres par année")
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
    """Two statements that must give the same rows."""

    what: Compared
    expected: Statement
    found: Statement

    def fault(self) -> dict | None:
        """What differs, in the form of `IndexCheck.faults`; None where nothing does."""
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
    """How many rows of `one` the other lacks, and a few of them."""
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
    dated = _rows(Partnership.objects.listed().filter(starts_on__isnull=False).values_list("pk"))
    yield Comparison(Compared.PERIODS, dated, _rows(PartnershipPeriod.objects.values_list("pk")))
    yield from _comparisons_of_counts()
    deposited = _rows(Dossier.objects.deposited().values_list("pk"))
    yield Comparison(Compared.OFFICERS_SEARCH, deposited, _keys(DOSSIERS))
    indexed = _rows(DossierIndex.objects.values_list("pk"))
    yield Comparison(Compared.OFFICERS_INDEX, deposited, indexed)


def _comparisons_of_counts() -> Iterator[Comparison]:
    """Kept counts are those of the facets, values in use and proposals those of the kept counts.

    A count of zero says the same as no count.
    """
    kept = FacetCount.objects.filter(count__gt=0)
    counted = PartnershipFacet.objects.values("facet", "value").annotate(total=Count("pk"))
    of_facets = kept.exclude(facet__in=COUNTS_ALONE).values_list("facet", "value", "count")
    expected = _rows(counted.values_list("facet", "value", "total"))
    yield Comparison(Compared.COUNTS, expected, _rows(of_facets))
    for facet, column in COUNTED_YEARS:
        of_years = kept.filter(facet=facet).values_list("facet", "value", "count")
        expected = Statement(years_counted(column), (facet.value,))
        yield Comparison(Compared.YEARS, expected, _rows(of_years))
    in_use = kept.filter(facet__in=COUNTED).values("facet").annotate(total=Count("pk"))
    distinct = kept.filter(facet=Facet.DISTINCT).values_list("value", "count")
    yield Comparison(
        Compared.VALUES_IN_USE, _rows(in_use.values_list("facet", "total")), _rows(distinct)
    )
    of_proposals = kept.filter(facet=Facet.PROPOSAL).values_list("value", "count")
    proposals = Proposal.objects.filter(partnership_count__gt=0).annotate(
        value=Cast("number", CharField(max_length=60))
    )
    shown = proposals.values_list("value", F("partnership_count"))
    yield Comparison(Compared.PROPOSALS, _rows(of_proposals), _rows(shown))


def index_faults() -> list[dict]:
    """What differs now, in the form of `IndexCheck.faults`."""
    return [fault for each in _comparisons() if (fault := each.fault())]


def check_indexes(now: datetime) -> IndexCheck:
    """Compare everything, and keep the result in place of the one before."""
    faults = index_faults()
    with transaction.atomic():
        IndexCheck.objects.all().delete()
        return IndexCheck.objects.create(checked_at=now, faults=faults)
