"""Probable duplicates of a spreadsheet row among public partnerships and open dossiers."""

from collections import defaultdict
from dataclasses import dataclass

from partnerships.analysis import fold
from partnerships.models import (
    Dossier,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    PartnershipPartner,
    SpreadsheetDraft,
)
from partnerships.pages.components.who_else import overlap, period_of


@dataclass(frozen=True)
class Likeness:
    label: str
    url: str


class LikenessFinder:
    """The public partnerships and open dossiers of an authority, fetched once for all rows."""

    def __init__(self, authority: LocalAuthority, partners: dict[str, InternationalPartner]):
        self._partnerships_by_partner = defaultdict(list)
        links = PartnershipPartner.objects.filter(
            partner__in={partner.pk for partner in partners.values()},
            partnership__in=Partnership.objects.listed().filter(authorities=authority),
        )
        for link in links.select_related("partnership", "partner").order_by("pk"):
            self._partnerships_by_partner[str(link.partner.uuid)].append(link.partnership)
        dossiers = Dossier.objects.open().filter(lead_authority=authority)
        by_hand = dossiers.exclude(pk__in=SpreadsheetDraft.objects.values("dossier"))
        self._dossiers_by_title = {
            fold(dossier.title): dossier for dossier in by_hand.order_by("pk") if dossier.title
        }

    def find(self, buffer) -> Likeness | None:
        """Returns a public partnership with a common partner and overlapping dates, else an open
        dossier of the same title that was not created from a spreadsheet.
        """
        period = period_of(buffer)
        for uuid in buffer.get("partners", []):
            partner = buffer.get(f"partners.{uuid}.partner")
            for partnership in self._partnerships_by_partner.get(partner, []):
                if overlap(*period, partnership.start, partnership.end):
                    return Likeness(partnership.title, partnership.get_absolute_url())
        dossier = self._dossiers_by_title.get(fold(buffer.get("title", "")))
        return dossier and Likeness(str(dossier), dossier.get_absolute_url())
