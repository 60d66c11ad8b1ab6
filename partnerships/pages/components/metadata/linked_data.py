"""Objects of schema.org, and the only way to write them in a page."""

import json
from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from cncd_portal.site_address import absolute_address
from partnerships.models import (
    Country,
    CountryKind,
    Departement,
    InternationalPartner,
    InternationalPartnerKind,
    LocalAuthority,
    Provenance,
    Region,
)

# What could end the element, or is no character of a text of JavaScript.
ESCAPED = {each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}
LICENCES = {
    Provenance.DECLARED: "https://spdx.org/licenses/etalab-2.0",
    Provenance.WIKIDATA: "https://creativecommons.org/publicdomain/zero/1.0/",
}
GOVERNMENT = "GovernmentOrganization"
ORGANISATIONS = {
    InternationalPartnerKind.UNKNOWN: "Organization",
    InternationalPartnerKind.ASSOCIATION: "Organization",
}
WIKIDATA = "http://www.wikidata.org/entity/"


def data_block(objects: Sequence[dict]) -> SafeString | str:
    """Returns `objects` as JSON-LD that may stand in a `<script>`; "" if there is none."""
    if not objects:
        return ""
    graph = {"@context": "https://schema.org", "@graph": [_without_empty(each) for each in objects]}
    text = json.dumps(graph, ensure_ascii=False, default=str)
    for character, escaped in ESCAPED.items():
        text = text.replace(character, escaped)
    return mark_safe(text)  # noqa: S308


def _without_empty(value):
    """Returns `value` without what is not known: None, "", empty lists and objects."""
    if isinstance(value, dict):
        cleaned = {name: _without_empty(each) for name, each in value.items()}
        return {name: each for name, each in cleaned.items() if each not in (None, "", [], {})}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value


def breadcrumb_data(crumbs: Iterable[tuple]) -> dict:
    """Returns the breadcrumb of a page, from (label, path) of each page on the way."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": str(label),
                "item": absolute_address(path),
            }
            for position, (label, path) in enumerate(crumbs, 1)
        ],
    }


def site_data() -> dict:
    """Returns the portal, and its search."""
    searched = f"{absolute_address(address_of('partnerships:search'))}?q={{search_term_string}}"
    return {
        **site_reference(),
        "inLanguage": "fr",
        "description": _("Le registre public de la coopération décentralisée"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": searched},
            "query-input": "required name=search_term_string",
        },
    }


def site_reference() -> dict:
    home = absolute_address(address_of("portal:home"))
    return {"@type": "WebSite", "@id": f"{home}#site", "url": home, "name": _("Villes partagées")}


def _point(row) -> dict | None:
    if row.latitude is None or row.longitude is None:
        return None
    coordinates = {"latitude": row.latitude, "longitude": row.longitude}
    return {"@type": "Place", "geo": {"@type": "GeoCoordinates", **coordinates}}


def _named(kind: str, row, name: str) -> dict:
    """Returns what every object that has a page begins with; its page is its identifier."""
    address = absolute_address(row.get_absolute_url())
    return {"@type": kind, "@id": address, "name": name, "url": address}


def authority_data(authority: LocalAuthority) -> dict:
    """Returns a French authority, with its place."""
    places = (authority.departement, authority.region)
    siren = {"@type": "PropertyValue", "propertyID": "SIREN", "value": authority.siren}
    return {
        **_named(GOVERNMENT, authority, authority.name),
        "alternateName": authority.former_names,
        "identifier": siren if authority.siren else None,
        "sameAs": authority.website,
        "location": _point(authority),
        "areaServed": [place_data(each) for each in places if each],
        "dissolutionDate": authority.closed_on,
    }


def partner_data(partner: InternationalPartner) -> dict:
    """Returns a foreign partner, with its country."""
    same = [partner.website, f"{WIKIDATA}{partner.wikidata_id}" if partner.wikidata_id else ""]
    point = _point(partner) or {"@type": "Place"}
    return {
        **_named(ORGANISATIONS.get(partner.kind, GOVERNMENT), partner, str(partner)),
        "alternateName": partner.local_name,
        "sameAs": [each for each in same if each],
        "location": {**point, "containedInPlace": place_data(partner.country)},
    }


def place_data(place: Country | Region | Departement) -> dict:
    """Returns a country or a territory, a région or a département."""
    is_country = isinstance(place, Country)
    kind = "Country" if is_country and place.kind == CountryKind.COUNTRY else "AdministrativeArea"
    return {**_named(kind, place, place.name), "identifier": place.pk}


def licences(provenances: Iterable[str]) -> list[str]:
    """Returns the licences of partnerships of these provenances, where they are known."""
    return [LICENCES[each] for each in Provenance if each in LICENCES and each in set(provenances)]
