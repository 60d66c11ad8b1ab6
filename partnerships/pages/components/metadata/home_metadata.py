"""The metadata of the home page."""

from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from partnerships.pages.components.counted import (
    AUTHORITIES,
    COUNTRIES,
    PARTNERS,
    PARTNERSHIPS,
    counted,
)
from partnerships.pages.components.metadata.linked_data import site_data
from partnerships.pages.components.metadata.page_metadata import FeedLink, Metadata
from partnerships.pages.components.picture.card import Card, picture_path
from partnerships.pages.components.registry_map import RegistryMap
from partnerships.publication.counts import KeyFigures
from partnerships.registry.counted_sources import partnerships_text


def home_card(whole: RegistryMap | None) -> Card:
    """Returns what the picture of the home page says."""
    return Card(_("Ce que nos collectivités font avec le monde"), whole.head if whole else "")


def home_metadata(whole: RegistryMap | None, figures: KeyFigures) -> Metadata:
    """Returns the metadata of the home page; `whole`: its map."""
    text = _(
        "Le registre public de ce que les collectivités françaises font avec celles du "
        "monde\u202f: %(partnerships)s, %(authorities)s, %(partners)s, %(countries)s."
    )
    counts = {
        "partnerships": partnerships_text(figures.by_provenance) or counted(PARTNERSHIPS, 0),
        "authorities": counted(AUTHORITIES, figures.authorities),
        "partners": counted(PARTNERS, figures.partners),
        "countries": counted(COUNTRIES, figures.countries),
    }
    return Metadata(
        title=_("Registre de la coopération décentralisée"),
        description=text % counts,
        path=address_of("portal:home"),
        data=[site_data()],
        feeds=[
            FeedLink(_("Le registre"), address_of("partnerships:registry_feed")),
            FeedLink(_("Les vingt propositions"), address_of("proposals:proposal_list_feed")),
            FeedLink(_("Adresses qui changent"), address_of("partnerships:address_feed")),
        ],
        picture=picture_path("partnerships:home_picture", card=home_card(whole)),
    )
