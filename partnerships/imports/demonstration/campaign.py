"""The demonstration campaign: fictional partnerships to be confirmed."""

from datetime import timedelta

from django.utils import timezone

from partnerships.document.projection import empty_projection, item
from partnerships.imports.demonstration.accounts import VALOMBRE
from partnerships.imports.demonstration.story import LIGHT, OLIVE, RIVER
from partnerships.models import Campaign, Partnership, PartnershipKind, Phase, Provenance
from partnerships.publication.confirm import confirm
from partnerships.publication.publish import NewPartnership, publish_many

# (title, partner, days since its last confirmation, or None if never confirmed)
PARTNERSHIPS = (
    ("École de musique commune", LIGHT, 390),
    ("Jardins partagés", OLIVE, 820),
    ("Échanges de jeunes sapeurs", RIVER, None),
    ("Ateliers de réparation de vélos", OLIVE, 370),
)
PUBLISHED_DAYS_AGO = 900


def _draft(title, partner):
    return NewPartnership(
        empty_projection(
            kind=PartnershipKind.AGREEMENT,
            phase=Phase.ACTIVE,
            title=f"{title} (démonstration)",
            summary="Partenariat fictif, pour montrer la confirmation annuelle.",
            starts_on="2023-09-01",
            lead_authority=VALOMBRE,
            authorities=[item(authority=VALOMBRE)],
            partners=[item(partner=str(partner.uuid), proposed=None)],
        ),
        Provenance.DEMONSTRATION,
    )


def open_campaign(people: dict, partners: dict) -> None:
    """Publishes the partnerships, confirmed long ago or never; opens a campaign, a week old."""
    now, today = timezone.now(), timezone.localdate()
    published_at = now - timedelta(days=PUBLISHED_DAYS_AGO)
    drafts = [_draft(title, partners[partner]) for title, partner, _days in PARTNERSHIPS]
    publish_many(drafts, reason="démonstration", at=published_at)
    for draft, (_title, _partner, days) in zip(drafts, PARTNERSHIPS, strict=True):
        if days:
            partnership = Partnership.objects.get(title=draft.projection["title"])
            confirm(partnership, 1, by=people["membre"], at=now - timedelta(days=days))
    opens_on = today - timedelta(days=7)
    Campaign.objects.get_or_create(
        year=opens_on.year,
        defaults={
            "opens_on": opens_on,
            "due_on": today + timedelta(days=60),
            "reminder_days": [30, 60],
            "message": "Campagne fictive (démonstration).",
            "is_demonstration": True,
        },
    )
