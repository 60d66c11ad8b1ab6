"""Public rows of partnerships from their projections, any number at once."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from partnerships.document.reading_parts import MEASURES
from partnerships.document.schema import AMOUNTS, CHOICES, DATES, TEXTS
from partnerships.models import (
    BudgetLine,
    Indicator,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    PartnershipAuthority,
    PartnershipDocument,
    PartnershipImage,
    PartnershipPartner,
    ProposalContribution,
    Role,
    Theme,
)
from proposals.models import Proposal

BATCH = 1_000
# The rows that a partnership owns, all written anew at each publication.
OWNED = (
    PartnershipAuthority,
    PartnershipPartner,
    BudgetLine,
    Indicator,
    ProposalContribution,
    PartnershipDocument,
    PartnershipImage,
    Partnership.themes.through,
    Partnership.goals.through,
    Partnership.sectors.through,
)


def set_fields(partnership: Partnership, projection: dict, lead_authority: LocalAuthority) -> None:
    """Put the plain fields of `projection` on `partnership`, unsaved."""
    for name in (*TEXTS, *CHOICES, "language"):
        setattr(partnership, name, projection[name])
    for name in DATES:
        value = projection[name]
        setattr(partnership, name, date.fromisoformat(value) if value else None)
    for name in AMOUNTS:
        value = projection[name]
        setattr(partnership, name, None if value is None else Decimal(value))
    partnership.lead_authority = lead_authority


def authorities_of(projections: Sequence[dict]) -> dict[str, LocalAuthority]:
    """Today's authorities by the keys that `projections` name, a merged one by its successor."""
    keys = {item["authority"] for projection in projections for item in projection["authorities"]}
    keys |= {projection["lead_authority"] for projection in projections}
    named = LocalAuthority.objects.filter(key__in=keys).select_related("successor")
    return {authority.key: authority.current for authority in named}


def _partners_of(projections):
    uuids = {item["partner"] for projection in projections for item in projection["partners"]}
    named = InternationalPartner.objects.filter(uuid__in=uuids).select_related("merged_into")
    return {str(partner.uuid): partner.current for partner in named}


def _sides(partnership, projection, authorities, partners):
    lead = authorities[projection["lead_authority"]]
    named = [authorities[item["authority"]] for item in projection["authorities"]]
    for position, authority in enumerate(dict.fromkeys([lead, *named])):
        yield PartnershipAuthority(
            partnership=partnership,
            authority=authority,
            role=Role.LEAD if authority == lead else Role.MEMBER,
            position=position,
        )
    opposite = [partners[item["partner"]] for item in projection["partners"]]
    for position, partner in enumerate(dict.fromkeys(opposite)):
        yield PartnershipPartner(partnership=partnership, partner=partner, position=position)


def _items(partnership, projection, proposals):
    for item in projection["budget"]:
        yield BudgetLine(partnership=partnership, **{**item, "amount": Decimal(item["amount"])})
    for item in projection["indicators"]:
        values = {name: item[name] and Decimal(item[name]) for name in MEASURES}
        yield Indicator(partnership=partnership, **{**item, **values})
    for item in projection["contributions"]:
        yield ProposalContribution(
            partnership=partnership,
            uuid=item["uuid"],
            proposal_id=proposals[item["proposal"]],
            statement=item["statement"],
        )
    for name, model in (("documents", PartnershipDocument), ("images", PartnershipImage)):
        for item in projection[name]:
            fields = {key: value for key, value in item.items() if key != "is_public"}
            yield model(partnership=partnership, **fields)


def _links(partnership, projection, sectors):
    for slug in projection["themes"]:
        yield Partnership.themes.through(partnership=partnership, theme_id=slug)
    for number in projection["goals"]:
        yield Partnership.goals.through(partnership=partnership, goal_id=number)
    for code in sorted({code for slug in projection["themes"] for code in sectors.get(slug, ())}):
        yield Partnership.sectors.through(partnership=partnership, sector_id=code)


def _sectors_by_theme():
    sectors = {}
    for slug, code in Theme.sectors.through.objects.values_list("theme_id", "sector_id"):
        sectors.setdefault(slug, []).append(code)
    return sectors


def write_owned(pairs: Sequence[tuple[Partnership, dict]]) -> None:
    """Write the rows that saved partnerships own, from their projections.

    A number of queries that does not grow with the partnerships of a batch.
    """
    projections = [projection for _partnership, projection in pairs]
    authorities = authorities_of(projections)
    partners = _partners_of(projections)
    proposals = dict(Proposal.objects.values_list("number", "pk"))
    sectors = _sectors_by_theme()
    rows = {model: [] for model in OWNED}
    for partnership, projection in pairs:
        for row in (
            *_sides(partnership, projection, authorities, partners),
            *_items(partnership, projection, proposals),
            *_links(partnership, projection, sectors),
        ):
            rows[type(row)].append(row)
    for model, written in rows.items():
        model.objects.filter(partnership__in=[partnership for partnership, _ in pairs]).delete()
        model.objects.bulk_create(written, batch_size=BATCH)
