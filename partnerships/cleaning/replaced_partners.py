"""Public pages that show another partner than the one that was declared.

Earlier versions of the portal took the known partner of the same place and kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from partnerships.document.schema import upgraded
from partnerships.models import InternationalPartner, Partnership, PartnershipVersion
from partnerships.names import name_key


@dataclass(frozen=True)
class ReplacedPartner:
    """`declared`: the name in the deposit; `partner`: what the page shows today."""

    partnership: Partnership
    declared: str
    partner: InternationalPartner


def _declared(version: PartnershipVersion) -> Iterator[tuple[str, str]]:
    """Yields (item, name) of the partners that the deposit of a version proposed."""
    if version.submission.document_text:
        for item in upgraded(version.submission.document)["partners"]:
            if item["proposed"]:
                yield item["uuid"], item["proposed"]["name"]


def replaced_partners() -> Iterator[ReplacedPartner]:
    """Yields the partners of listed pages whose names are not the declared one, oldest first.

    A partner renamed, or merged and then renamed, by an officer is among them: it is to be read.
    """
    listed = Partnership.objects.listed()
    versions = PartnershipVersion.objects.filter(
        partnership__in=listed, submission__isnull=False
    ).select_related("submission", "partnership__current_version")
    for version in versions.order_by("pk").iterator(chunk_size=200):
        shown = {
            item["uuid"]: item["partner"]
            for item in version.partnership.current_version.content["partners"]
        }
        for uuid, declared in _declared(version):
            partner = InternationalPartner.objects.filter(uuid=shown.get(uuid)).first()
            if partner and name_key(declared) not in map(name_key, (partner.name, partner.name_fr)):
                yield ReplacedPartner(version.partnership, declared, partner.current)
