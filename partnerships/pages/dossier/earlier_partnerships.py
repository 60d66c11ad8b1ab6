"""Prefills a dossier with what the authority already declared with the same partner."""

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
class EarlierPartnership:
    """An earlier declaration: its year, its partner, and the fields it would fill here."""

    year: int
    partner: str
    fields: Buffer


def _last_deposit(dossier, user, uuids):
    """(year, buffer) of the last deposit of the lead authority with one of these partners."""
    own = Dossier.objects.of_member(user).filter(lead_authority=dossier.lead_authority_id)
    named = Q()
    for uuid in uuids:
        named |= Q(document_text__contains=uuid)
    deposits = Submission.objects.filter(named, dossier__in=own).exclude(dossier=dossier.pk)
    last = deposits.order_by("-submitted_at", "-pk").first()
    if last is None:
        return None
    document = last.document
    buffer = buffer_from_document(public_projection(document), document)
    return last.submitted_at.year, buffer


def _newest_published(dossier, uuids):
    """(year, buffer) of the newest public partnership the authority leads with one of them."""
    facets = PartnershipFacet.objects.filter(facet=Facet.PARTNER, value__in=uuids)
    led = Partnership.objects.listed().filter(lead_authority=dossier.lead_authority_id)
    rows = led.filter(pk__in=facets.values("partnership")).select_related("current_version")
    newest = rows.order_by("-pk").first()
    if newest is None:
        return None
    return newest.updated_at.year, buffer_from_projection(newest.current_version.content)


def can_prefill(step: Step) -> bool:
    """Whether this step has fields that can be taken up from an earlier declaration."""
    return bool(step.names & {*FIELDS, *LISTS})


def find_earlier(dossier: Dossier, user, references: References) -> EarlierPartnership | None:
    """Returns the earlier declaration to take up, or None if it would fill nothing.

    A deposited dossier comes first, then a published partnership.
    """
    partners = references.partners
    if dossier.partnership_id or not partners:
        return None
    uuids = sorted(partners)
    found = _last_deposit(dossier, user, uuids) or _newest_published(dossier, uuids)
    if found is None:
        return None
    year, source = found
    fields = taken_up(references.buffer, source, dossier.uuid)
    named = {source.get(path) for path in source if path.endswith(".partner")}
    partner = next((str(row) for uuid, row in partners.items() if uuid in named), "")
    return EarlierPartnership(year, partner, fields) if fields else None
