"""Earlier declarations of the authority with the same partner, offered to prefill the form."""

from dataclasses import dataclass

from django.db.models import Q

from partnerships.document.projection import (
    buffer_from_document,
    buffer_from_projection,
    public_projection,
)
from partnerships.document.steps.references import Buffer, References
from partnerships.document.steps.step import Step
from partnerships.document.taking_up import FIELDS, LISTS, taken_up
from partnerships.models import Dossier, Facet, Partnership, PartnershipFacet, Submission


@dataclass(frozen=True)
class Earlier:
    """`taken`: the values it would fill in this form."""

    year: int
    partner: str
    taken: Buffer


def _deposit(dossier, user, uuids):
    """The last deposit of the lead authority that names one of these partners."""
    own = Dossier.objects.of_member(user).filter(lead_authority=dossier.lead_authority_id)
    named = Q()
    for uuid in uuids:
        named |= Q(document_text__contains=uuid)
    deposits = Submission.objects.filter(named, dossier__in=own).exclude(dossier=dossier.pk)
    found = deposits.order_by("-submitted_at", "-pk").first()
    if found is None:
        return None
    document = found.document
    buffer = buffer_from_document(public_projection(document), document)
    return found.submitted_at.year, buffer


def _published(dossier, uuids):
    """The newest public partnership that the authority leads with one of these partners."""
    facets = PartnershipFacet.objects.filter(facet=Facet.PARTNER, value__in=uuids)
    led = Partnership.objects.listed().filter(lead_authority=dossier.lead_authority_id)
    rows = led.filter(pk__in=facets.values("partnership")).select_related("current_version")
    found = rows.order_by("-pk").first()
    if found is None:
        return None
    return found.updated_at.year, buffer_from_projection(found.current_version.content)


def fills(step: Step) -> bool:
    """Whether it would fill a field of this step."""
    return bool(step.names & {*FIELDS, *LISTS})


def find_earlier(dossier: Dossier, user, references: References) -> Earlier | None:
    """The earlier declaration to offer; None where it would fill nothing."""
    partners = references.partners
    if dossier.partnership_id or not partners:
        return None
    uuids = sorted(partners)
    found = _deposit(dossier, user, uuids) or _published(dossier, uuids)
    if found is None:
        return None
    year, source = found
    taken = taken_up(references.buffer, source, dossier.uuid)
    named = {source.get(path) for path in source if path.endswith(".partner")}
    partner = next((str(row) for uuid, row in partners.items() if uuid in named), "")
    return Earlier(year, partner, taken) if taken else None
