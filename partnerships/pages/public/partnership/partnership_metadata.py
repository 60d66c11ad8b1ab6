"""The metadata of the page of a partnership."""

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from cncd_portal.site_address import absolute_address
from partnerships.identifiers import WIKIDATA_TWINNED
from partnerships.models import Partnership
from partnerships.pages.components.embedded import CARD, Embedded, embed_path
from partnerships.pages.components.metadata.linked_data import (
    authority_data,
    licences,
    partner_data,
    site_reference,
)
from partnerships.pages.components.metadata.page_metadata import Crumb, FeedLink, Metadata
from partnerships.pages.components.picture.card import Card, picture_path
from partnerships.registry.row_parts import located_sides

DESCRIPTION_WORDS = 40


def sides_text(partnership: Partnership) -> str:
    """Returns « Nantes, Loire-Atlantique (44) et Sarrebruck, Allemagne »; of `with_sides`."""
    here, there = located_sides(partnership)
    return _("%(here)s et %(there)s") % {"here": here, "there": there}


def _description(partnership):
    text = _known(partnership)
    fictitious = _("Fiche fictive, de démonstration. %(text)s")
    return fictitious % {"text": text} if partnership.is_demonstration else text


def _known(partnership):
    if partnership.summary:
        return Truncator(partnership.summary).words(DESCRIPTION_WORDS)
    return _("%(kind)s entre %(sides)s\u202f: %(provenance)s.") % {
        "kind": capfirst(partnership.kind_label) or _("Partenariat"),
        "sides": sides_text(partnership),
        "provenance": partnership.get_provenance_display(),
    }


def partnership_card(partnership: Partnership) -> Card:
    """Returns what the picture of a partnership says."""
    sides = sides_text(partnership)
    if partnership.is_demonstration:
        sides = _("Fiche fictive, de démonstration · %(sides)s") % {"sides": sides}
    return Card(partnership.title, sides)


def _source_address(partnership):
    """Returns the address of its source; "" where that is only the property of Wikidata."""
    address = partnership.source_url
    return "" if address == WIKIDATA_TWINNED else address


def _article(partnership, description):
    authorities = [authority_data(link.authority) for link in partnership.authority_links]
    partners = [partner_data(link.partner) for link in partnership.partner_links]
    is_declared = not partnership.is_imported and not partnership.is_demonstration
    lead = absolute_address(partnership.lead_authority.get_absolute_url())
    return {
        "@type": "Article",
        "headline": partnership.title,
        "description": description,
        "url": absolute_address(partnership.get_absolute_url()),
        "identifier": partnership.public_id,
        "inLanguage": partnership.language,
        "datePublished": partnership.published_at.isoformat(),
        "dateModified": partnership.updated_at.isoformat(),
        "version": partnership.current_version.number,
        "author": {"@id": lead} if is_declared else None,
        "isBasedOn": _source_address(partnership),
        "isPartOf": site_reference(),
        "license": licences([partnership.provenance]),
        "about": [*authorities, *partners],
    }


def partnership_metadata(partnership: Partnership, title: str) -> Metadata:
    """Returns the metadata of a partnership (of `with_sides`) that its page calls `title`: with the
    place that tells the lead authority from its namesakes.
    """
    registry, place = address_of("partnerships:registry"), partnership.lead_authority.located_in
    card, description = partnership_card(partnership), _description(partnership)
    return Metadata(
        title=f"{title} · {place}" if place else title,
        description=description,
        path=partnership.get_absolute_url(),
        trail=[Crumb(_("Registre"), registry)],
        label=title,
        data=[_article(partnership, description)],
        feeds=[FeedLink(_("Le registre"), address_of("partnerships:registry_feed"))],
        picture=picture_path("partnerships:partnership_picture", partnership.public_id, card=card),
        embed=embed_path(Embedded.PARTNERSHIP, f"?{CARD}={partnership.public_id}"),
        is_article=True,
        is_indexed=not partnership.is_suspended and not partnership.is_demonstration,
    )
