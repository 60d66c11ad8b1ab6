"""Advisory bodies relevant to a dossier, from its places and the directory."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from partnerships.articles import embassy_in, prefecture_of, prefecture_of_region
from partnerships.document.reading import Reading
from partnerships.models import AdvisoryBody, AdvisoryBodyKind, Country, Departement, Region
from partnerships.workflow.refusals import NotAllowed

NAMES = {
    AdvisoryBodyKind.REGION: prefecture_of_region,
    AdvisoryBodyKind.DEPARTEMENT: prefecture_of,
    AdvisoryBodyKind.EMBASSY: embassy_in,
}


@dataclass
class RelevantBody:
    """A kind of body relevant to a place. `known`: its entries in the directory."""

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
    """Returns the default name of a body that is not in the directory."""
    return NAMES[AdvisoryBodyKind(kind)](place.name)


def _countries(reading):
    return {each.country.pk: each.country for each in reading.partners if each.country}


def relevant_bodies(reading: Reading) -> list[RelevantBody]:
    """Returns the bodies relevant to a deposit, with their active entries in the directory.

    They are the prefectures of the lead authority's région and département, then the embassy in
    the country of each partner.
    """
    lead = reading.lead_authority
    departement = lead.departement
    region = lead.region or (departement and departement.region)
    countries = _countries(reading)
    relevant = [
        *([RelevantBody(AdvisoryBodyKind.REGION, region)] if region else []),
        *([RelevantBody(AdvisoryBodyKind.DEPARTEMENT, departement)] if departement else []),
        *(RelevantBody(AdvisoryBodyKind.EMBASSY, country) for country in countries.values()),
    ]
    by_key = {each.key: each for each in relevant}
    serving = _serving(region, departement, countries)
    rows = AdvisoryBody.objects.active().filter(serving)
    for body in rows.select_related("region", "departement__region", "country"):
        by_key[f"{body.kind}-{body.place.pk}"].known.append(body)
    return relevant


def _serving(region, departement, countries):
    return (
        Q(kind=AdvisoryBodyKind.REGION, region=region)
        | Q(kind=AdvisoryBodyKind.DEPARTEMENT, departement=departement)
        | Q(kind=AdvisoryBodyKind.EMBASSY, country__in=countries)
    )


def other_bodies(reading: Reading) -> Iterable[AdvisoryBody]:
    """Active bodies of the kind OTHER, without a place or with those of the dossier."""
    lead = reading.lead_authority
    return AdvisoryBody.objects.active().filter(
        Q(region__isnull=True) | Q(region=lead.region_id),
        Q(departement__isnull=True) | Q(departement=lead.departement_id),
        Q(country__isnull=True) | Q(country__in=_countries(reading)),
        kind=AdvisoryBodyKind.OTHER,
    )


def add_to_directory(bodies: Iterable[AdvisoryBody], *, by) -> None:
    """Adds bodies to the directory, except those it already has. Raises NotAllowed."""
    if not by.has_perm("partnerships.lead_review"):
        raise NotAllowed
    for body in bodies:
        if not AdvisoryBody.objects.filter(name=body.name, email=body.email).exists():
            body.save()
