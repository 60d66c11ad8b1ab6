"""Creates foreign partners with their search terms."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from cncd_portal.database import let_others_write
from partnerships.analysis import suffixes
from partnerships.models import InternationalPartner, PartnerTerm, Place

BATCH = 1_000


def _names(partner: InternationalPartner) -> list[str]:
    place = partner.place
    return [partner.name, partner.name_fr, *([place.name, *place.other_names] if place else [])]


def _merged_names(partners) -> dict[int, list[str]]:
    """Returns the names of records merged into `partners`, which stay searchable."""
    rows = InternationalPartner.objects.filter(merged_into__in=[each.pk for each in partners])
    merged = defaultdict(list)
    for pk, *names in rows.values_list("merged_into", "name", "name_fr"):
        merged[pk] += names
    return merged


def write_partner_terms(partners: Iterable[InternationalPartner]) -> None:
    """Rewrites the search terms of `partners`, after a name changed."""
    partners = list(partners)
    merged = _merged_names(partners)
    PartnerTerm.objects.filter(partner__in=[partner.pk for partner in partners]).delete()
    PartnerTerm.objects.bulk_create(
        [
            PartnerTerm(partner=partner, term=term)
            for partner in partners
            for term in sorted(
                {
                    term[:200]
                    for name in (*_names(partner), *merged[partner.pk])
                    if name
                    for term in suffixes(name)
                }
            )
        ],
        batch_size=BATCH,
    )


def rewrite_partner_terms() -> int:
    """Rewrites the search terms of all partners, in committed batches. Returns how many."""
    keys = list(InternationalPartner.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = InternationalPartner.objects.filter(pk__in=keys[start : start + BATCH])
        with transaction.atomic():
            write_partner_terms(batch.select_related("place"))
        let_others_write()
    return len(keys)


def create_partners(partners: Iterable[InternationalPartner]) -> list[InternationalPartner]:
    """Creates `partners` (with `place` loaded, if any) and their search terms."""
    created = InternationalPartner.objects.bulk_create(partners, batch_size=BATCH)
    write_partner_terms(created)
    return created


def propose_partner(*, name: str, kind: str, country: str, place: int | None):
    """Returns the existing partner of that place and kind, or creates the proposed one."""
    if place is not None:
        known = InternationalPartner.objects.current().filter(place=place, kind=kind).first()
        if known:
            return known
    town = Place.objects.filter(pk=place).first() if place is not None else None
    partner = InternationalPartner(
        name=name,
        kind=kind,
        country_id=country,
        place=town,
        latitude=town.latitude if town else None,
        longitude=town.longitude if town else None,
    )
    return create_partners([partner])[0]
