"""Existing partnerships and dossiers that resemble a row of a spreadsheet."""

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


class Likenesses:
    """Public partnerships and open dossiers of an authority, fetched once for all rows."""

    def __init__(self, authority: LocalAuthority, partners: dict[str, InternationalPartner]):
        self._published = defaultdict(list)
        links = PartnershipPartner.objects.filter(
            partner__in={partner.pk for partner in partners.values()},
            partnership__in=Partnership.objects.listed().filter(authorities=authority),
        )
        for link in links.select_related("partnership", "partner").order_by("pk"):
            self._published[str(link.partner.uuid)].append(link.partnership)
        files = Dossier.objects.open().filter(lead_authority=authority)
        by_hand = files.exclude(pk__in=SpreadsheetDraft.objects.values("dossier"))
        self._written = {fold(file.title): file for file in by_hand.order_by("pk") if file.title}

    def of(self, buffer) -> Likeness | None:
        """A public partnership with one of the partners, at dates in common; or an open file,
        written by hand, of the same title.
        """
        period = period_of(buffer)
        for uuid in buffer.get("partners", []):
            for partnership in self._published.get(buffer.get(f"partners.{uuid}.partner"), []):
                if overlap(*period, partnership.starts_on, partnership.ends_on):
                    return Likeness(partnership.title, partnership.get_absolute_url())
        file = self._written.get(fold(buffer.get("title", "")))
        return file and Likeness(str(file), file.get_absolute_url())
