"""Builds the public rows of partnerships from their projections, in bulk."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from partnerships.document.plain_fields import ACCEPTED_ON, PLAIN_FIELDS
from partnerships.document.reading_parts import MEASURES
from partnerships.models import (
    BudgetLine,
    Indicator,
    Partnership,
    PartnershipAuthority,
    PartnershipDocument,
    PartnershipImage,
    PartnershipPartner,
    ProposalContribution,
    Role,
)
from partnerships.publication.named import Named
from partnerships.publication.table import Table

# The columns of the plain fields of a partnership.
FIELDS = ("language", *(name for field in PLAIN_FIELDS for name in field.columns))
LINE = ("uuid", "year", "source", "funder", "nature", "amount")
INDICATOR = ("uuid", "name", "unit", *MEASURES)
CONTRIBUTION = ("uuid", "proposal", "statement", "accepted_on")
FILE = ("uuid", "file_name", "content_type", "size", "sha256")
DOCUMENT = (*FILE, "kind", "title")
IMAGE = (*FILE, "caption", "alternative", "credit", "renditions")
AUTHORITIES = Table(PartnershipAuthority, "partnership", "authority", "role", "position")
PARTNERS = Table(PartnershipPartner, "partnership", "partner", "position")
BUDGET = Table(BudgetLine, "partnership", *LINE)
INDICATORS = Table(Indicator, "partnership", *INDICATOR)
CONTRIBUTIONS = Table(ProposalContribution, "partnership", *CONTRIBUTION)
DOCUMENTS = Table(PartnershipDocument, "partnership", *DOCUMENT)
IMAGES = Table(PartnershipImage, "partnership", *IMAGE)
THEMES = Table(Partnership.themes.through, "partnership", "theme")
GOALS = Table(Partnership.goals.through, "partnership", "goal")
SECTORS = Table(Partnership.sectors.through, "partnership", "sector")
# The rows owned by a partnership, all replaced at each publication.
OWNED = (
    AUTHORITIES,
    PARTNERS,
    BUDGET,
    INDICATORS,
    CONTRIBUTIONS,
    DOCUMENTS,
    IMAGES,
    THEMES,
    GOALS,
    SECTORS,
)


def fields_of(projection: dict) -> dict:
    """Returns the plain columns of a partnership by name."""
    values = [projection["language"]]
    for field in PLAIN_FIELDS:
        values += field.column_values(projection[field.name])
    return dict(zip(FIELDS, values, strict=True))


def set_fields(partnership: Partnership, projection: dict, lead_authority: int) -> None:
    """Sets the plain fields and lead authority of `partnership`, without saving."""
    for name, value in fields_of(projection).items():
        setattr(partnership, name, value)
    partnership.lead_authority_id = lead_authority


def _actors(pk, projection, named):
    for position, each in enumerate(named.authorities_in(projection)):
        yield AUTHORITIES, (pk, each.pk, Role.MEMBER if position else Role.LEAD, position)
    for position, each in enumerate(named.partners_in(projection)):
        yield PARTNERS, (pk, each.pk, position)


def _items(pk, projection, named):
    for item in projection["budget"]:
        line = {"funder": "", **item, "amount": Decimal(item["amount"])}
        yield BUDGET, (pk, *(line[name] for name in LINE))
    for item in projection["indicators"]:
        values = {name: item[name] and Decimal(item[name]) for name in MEASURES}
        yield INDICATORS, (pk, *({**item, **values}[name] for name in INDICATOR))
    for item in projection["contributions"]:
        proposal = named.proposals[item["proposal"]]
        accepted_on = item.get(ACCEPTED_ON)
        yield CONTRIBUTIONS, (pk, item["uuid"], proposal, item["statement"], accepted_on)
    for item in projection["documents"]:
        yield DOCUMENTS, (pk, *(item[name] for name in DOCUMENT))
    for item in projection["images"]:
        yield IMAGES, (pk, *(item[name] for name in IMAGE))


def _links(pk, projection, named):
    slugs = projection["themes"]
    for slug in slugs:
        yield THEMES, (pk, slug)
    for number in projection["goals"]:
        yield GOALS, (pk, number)
    for code in sorted({code for slug in slugs for code in named.sectors.get(slug, ())}):
        yield SECTORS, (pk, code)


def _rows_of(pk, projection, named) -> Iterator[tuple[Table, tuple]]:
    yield from _actors(pk, projection, named)
    yield from _items(pk, projection, named)
    yield from _links(pk, projection, named)


def insert_owned(pairs: Sequence[tuple[int, dict]], named: Named) -> None:
    """Inserts the rows of new partnerships, given as (key, projection).

    The number of statements is constant.
    """
    rows = {table: [] for table in OWNED}
    for pk, projection in pairs:
        for table, row in _rows_of(pk, projection, named):
            rows[table].append(row)
    for table, table_rows in rows.items():
        table.insert(table_rows)


def replace_owned(pairs: Sequence[tuple[int, dict]], named: Named) -> None:
    """Replaces the rows of existing partnerships, as `insert_owned`."""
    for table in OWNED:
        table.model.objects.filter(partnership__in=[pk for pk, _projection in pairs]).delete()
    insert_owned(pairs, named)
