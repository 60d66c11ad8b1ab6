"""Real partnerships known from a public source, not declared by their authority."""

from dataclasses import dataclass

from partnerships.document.projection import empty_projection, item
from partnerships.models import (
    InternationalPartner,
    LocalAuthority,
    Partnership,
    PartnershipKind,
    Place,
    Provenance,
)
from partnerships.publication.partners import create_partners
from partnerships.publication.publish import NewPartnership, publish_many

REPORT = "https://hal.science/hal-02053591"


@dataclass(frozen=True)
class Sourced:
    """A partnership, only as its source states it. `geonames_id`: the partner's town, if known."""

    key: str
    authority: str
    partner: str
    country: str
    geonames_id: int | None
    kind: PartnershipKind
    title: str
    summary: str
    source: str
    source_url: str = ""


SOURCED = (
    Sourced(
        "ivry-dianguirde",
        "c94041",
        "Dianguirdé",
        "ML",
        None,
        PartnershipKind.UNKNOWN,
        "Ivry-sur-Seine – Dianguirdé : cartographier avec OpenStreetMap",
        "Cartographie de Dianguirdé, au Mali, avec OpenStreetMap, en 2016.",
        "Rapport « Vers un modèle français des villes intelligentes partagées », 2018",
        REPORT,
    ),
    Sourced(
        "castres-mazamet-guediawaye",
        "e248100430",
        "Guédiawaye",
        "SN",
        2595778,
        PartnershipKind.AGREEMENT,
        "Castres-Mazamet – Guédiawaye : cartographie numérique et portail",
        "Cartographie numérique et portail de Guédiawaye, au Sénégal ; convention de 2007.",
        "Agence française de développement ; rapport « Vers un modèle français des villes "
        "intelligentes partagées », 2018",
        REPORT,
    ),
    Sourced(
        "lille-oujda",
        "c59350",
        "Oujda",
        "MA",
        2540483,
        PartnershipKind.AGREEMENT,
        "Lille – Oujda : accord-cadre, climat et énergie",
        "Accord-cadre de 2005 ; projet climat-énergie cofinancé par l’Agence française de "
        "développement.",
        "Ville de Lille, relations internationales",
        "https://lille.fr/Votre-Mairie/Les-relations-internationales/"
        "Le-projet-Mostakbalouna-Notre-Avenir-Lille-Oujda-pour-le-climat-et-l-energie-durable",
    ),
    Sourced(
        "marseille-tripoli",
        "c13055",
        "Tripoli",
        "LB",
        266826,
        PartnershipKind.UNKNOWN,
        "Marseille – Tripoli : IsI@Med",
        "Projet IsI@Med, clos en 2016 par une délégation de Marseille à Tripoli, au Liban.",
        "Destimed, 2 mars 2016",
        "https://destimed.fr/Cooperation-Liban-dense-mission-pour-l-elu-marseillais-Jean-Roatta",
    ),
)


def _partner(sourced: Sourced) -> InternationalPartner:
    """Returns the partner of the registry, created if it is missing."""
    named = InternationalPartner.objects.current().filter(country=sourced.country)
    if sourced.geonames_id:
        known = named.filter(place=sourced.geonames_id, kind="municipality").first()
    else:
        known = named.filter(name=sourced.partner).first()
    if known:
        return known
    place = Place.objects.filter(pk=sourced.geonames_id).first()
    partner = InternationalPartner(
        name=sourced.partner,
        country_id=sourced.country,
        place=place,
        kind="municipality" if place else "unknown",
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        source=sourced.source[:200],
    )
    return create_partners([partner])[0]


def _draft(sourced: Sourced) -> NewPartnership:
    partner = _partner(sourced)
    projection = empty_projection(
        kind=sourced.kind,
        title=sourced.title,
        summary=sourced.summary,
        lead_authority=sourced.authority,
        authorities=[item(authority=sourced.authority)],
        partners=[item(partner=str(partner.uuid), proposed=None)],
    )
    return NewPartnership(
        projection,
        Provenance.SOURCED,
        source_text=sourced.source,
        source_url=sourced.source_url,
        import_key=f"sourced:{sourced.key}",
    )


def load_sourced() -> int:
    """Publishes the new ones whose authority is loaded. Returns how many."""
    keys = [f"sourced:{sourced.key}" for sourced in SOURCED]
    known = set(
        Partnership.objects.filter(import_key__in=keys).values_list("import_key", flat=True)
    )
    loaded = set(
        LocalAuthority.objects.filter(key__in=[each.authority for each in SOURCED]).values_list(
            "key", flat=True
        )
    )
    new = [
        each for each in SOURCED if f"sourced:{each.key}" not in known and each.authority in loaded
    ]
    return publish_many([_draft(each) for each in new], reason="source publique")
