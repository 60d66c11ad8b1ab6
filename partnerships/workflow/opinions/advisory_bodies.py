"""Which bodies the places of a file call for, and what the directory knows of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.document.reading import Reading
from partnerships.models import AdvisoryBody, AdvisoryBodyKind, Country, Departement, Region
from partnerships.workflow.refusals import NotAllowed

NAMES = {
    AdvisoryBodyKind.REGION: _("Préfecture de région – %(place)s"),
    AdvisoryBodyKind.DEPARTEMENT: _("Préfecture – %(place)s"),
    AdvisoryBodyKind.EMBASSY: _("Ambassade de France – %(place)s"),
}


@dataclass
class CalledFor:
    """A body that a place calls for. `known`: those of the directory, with their addresses."""

    kind: AdvisoryBodyKind
    place: Region | Departement | Country
    known: list[AdvisoryBody] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.place.pk}"

    @property
    def name(self) -> str:
        return name_of(self.kind, self.place)


def name_of(kind: str, place) -> str:
    """What a body is called until someone names it."""
    return NAMES[AdvisoryBodyKind(kind)] % {"place": place}


def _countries(reading):
    return {each.country.pk: each.country for each in reading.partners if each.country}


def bodies_called_for(reading: Reading) -> list[CalledFor]:
    """The prefectures of the lead authority's région and département, then the embassy in the
    country of each partner; of each, who the directory lets write to.
    """
    lead = reading.lead_authority
    departement = lead.departement
    region = lead.region or (departement and departement.region)
    countries = _countries(reading)
    called = [
        *([CalledFor(AdvisoryBodyKind.REGION, region)] if region else []),
        *([CalledFor(AdvisoryBodyKind.DEPARTEMENT, departement)] if departement else []),
        *(CalledFor(AdvisoryBodyKind.EMBASSY, country) for country in countries.values()),
    ]
    by_key = {each.key: each for each in called}
    serving = _serving(region, departement, countries)
    rows = AdvisoryBody.objects.active().filter(serving)
    for body in rows.select_related("region", "departement__region", "country"):
        by_key[f"{body.kind}-{body.place.pk}"].known.append(body)
    return called


def _serving(region, departement, countries):
    return (
        Q(kind=AdvisoryBodyKind.REGION, region=region)
        | Q(kind=AdvisoryBodyKind.DEPARTEMENT, departement=departement)
        | Q(kind=AdvisoryBodyKind.EMBASSY, country__in=countries)
    )


def other_bodies(reading: Reading) -> Iterable[AdvisoryBody]:
    """The other bodies of the directory: of the places of the file, and of no place."""
    lead = reading.lead_authority
    return AdvisoryBody.objects.active().filter(
        Q(region__isnull=True) | Q(region=lead.region_id),
        Q(departement__isnull=True) | Q(departement=lead.departement_id),
        Q(country__isnull=True) | Q(country__in=_countries(reading)),
        kind=AdvisoryBodyKind.OTHER,
    )


def keep_bodies(bodies: Iterable[AdvisoryBody], *, by) -> None:
    """Add to the directory those whose address was typed; one that it has stays as it is."""
    if not by.has_perm("partnerships.lead_review"):
        raise NotAllowed
    for body in bodies:
        if not AdvisoryBody.objects.filter(name=body.name, email=body.email).exists():
            body.save()
