"""Reads frames of the registry in tests."""

from lxml import html


def page_of(response, status=200):
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def profiles_of(page):
    """The kind and the key of the card of each thing that `page` is about."""
    authority, partner = page.lead_authority, page.partners.get()
    return [
        ("collectivite", authority.key),
        ("partenaire", str(partner.uuid)),
        ("pays", partner.country.iso2),
        ("region", authority.region.code),
        ("departement", authority.departement.code),
    ]
