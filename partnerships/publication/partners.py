"""Creates foreign partners with their search terms."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from partnerships.analysis import suffixes
from partnerships.document.proposed_partner import created_uuid
from partnerships.models import InternationalPartner, PartnerTerm, Place

BATCH = 1_000


def _names(partner: InternationalPartner) -> list[str]:
    place = partner.place
    of_place = [place.name, *place.other_names] if place else []
    return [partner.name, partner.name_fr, *partner.former_names, *of_place]


def _merged_names(partners) -> dict[int, list[str]]:
    """Returns the names of records merged into `partners`, which stay searchable."""
    rows = InternationalPartner.objects.filter(merged_into__in=[each.pk for each in partners])
    merged = defaultdict(list)
    for pk, *names, former in rows.values_list("merged_into", "name", "name_fr", "former"):
        merged[pk] += [*names, *former.splitlines()]
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
    return len(keys)


def create_partners(partners: Iterable[InternationalPartner]) -> list[InternationalPartner]:
    """Creates `partners` (with `place` loaded, if any) and their search terms."""
    created = InternationalPartner.objects.bulk_create(partners, batch_size=BATCH)
    write_partner_terms(created)
    return created


def create_proposed(item: str, *, name: str, kind: str, country: str, place: int | None):
    """Creates the partner proposed in a document, as declared, and returns it.

    `item`: uuid of its item. The same proposal published again returns the partner it created,
    or the one an officer merged that one into. No other partner is put in its place, whatever it
    resembles: the document names the known partner if the authority said it was that one.
    """
    uuid = created_uuid(item, name=name, kind=kind, country=country, place=place)
    created = InternationalPartner.objects.filter(uuid=uuid).select_related("merged_into").first()
    if created:
        return created.current
    town = Place.objects.filter(pk=place).first() if place is not None else None
    partner = InternationalPartner(
        uuid=uuid,
        name=name,
        kind=kind,
        country_id=country,
        place=town,
        latitude=town.latitude if town else None,
        longitude=town.longitude if town else None,
    )
    return create_partners([partner])[0]
