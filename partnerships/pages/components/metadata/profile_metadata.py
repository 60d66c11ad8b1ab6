"""The metadata of the page of an authority, a place, a country or a partner."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from partnerships.models import (
    Country,
    Departement,
    Facet,
    InternationalPartner,
    InternationalPartnerKind,
    LocalAuthority,
    Region,
)
from partnerships.pages.components.embedded import Embedded, embed_path
from partnerships.pages.components.metadata.linked_data import (
    authority_data,
    partner_data,
    place_data,
)
from partnerships.pages.components.metadata.page_metadata import (
    Crumb,
    FeedLink,
    Metadata,
)
from partnerships.pages.components.picture.card import Card, picture_path
from partnerships.reports.subject import key_of

Row = LocalAuthority | InternationalPartner | Country | Region | Departement
# Kinds of partners that a reader takes for granted.
USUAL = (InternationalPartnerKind.UNKNOWN, InternationalPartnerKind.MUNICIPALITY)
# Beginning of the names of the addresses of each kind of profile.
PROFILES = {
    LocalAuthority: "authority",
    InternationalPartner: "partner",
    Country: "country",
    Region: "region",
    Departement: "departement",
}
FACETS = {
    LocalAuthority: Facet.AUTHORITY,
    InternationalPartner: Facet.PARTNER,
    Country: Facet.COUNTRY,
    Region: Facet.REGION,
    Departement: Facet.DEPARTEMENT,
}


def profile_name(row: Row) -> str:
    """Returns a name that no other profile has, as far as the registry can tell."""
    if isinstance(row, LocalAuthority):
        return row.located_name
    if isinstance(row, InternationalPartner):
        kind = "" if row.kind in USUAL else f" ({row.get_kind_display()})"
        return f"{row}{kind}, {row.country}"
    if isinstance(row, Region):
        return _("%(name)s (région)") % {"name": row}
    return str(row)


def profile_nature(row: Row) -> str:
    """Returns what `row` is: « Commune », « Ville, Maroc », « Région française »."""
    if isinstance(row, Departement):
        return capfirst(row.nature)
    if isinstance(row, Region):
        return _("Région française")
    if isinstance(row, InternationalPartner):
        return capfirst(", ".join(filter(None, (row.kind_label, str(row.country)))))
    return capfirst(row.get_kind_display())


def uncapitalized(text: str) -> str:
    """Returns `text` as it is within a sentence; an acronym stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def none_known(row: Row) -> str:
    """Returns what is said of a row without a partnership; of France, that each one is its own."""
    if isinstance(row, Country) and row.is_french:
        return _("Chaque partenariat du registre a une collectivité française")
    return _("Aucun partenariat connu à ce jour")


def profile_card(row: Row, sentence: str) -> Card:
    """Returns what the picture of a profile says; `sentence`: how many partnerships, "" if none."""
    return Card(profile_name(row), sentence or none_known(row))


def _data(row: Row) -> dict:
    if isinstance(row, LocalAuthority):
        return authority_data(row)
    return partner_data(row) if isinstance(row, InternationalPartner) else place_data(row)


def _embed(row: Row) -> str:
    """Returns the path of the code that shows its card."""
    facet = FACETS[type(row)].value
    return embed_path(Embedded(facet), f"?{facet}={key_of(row)}")


def _trail(row: Row) -> Sequence[Crumb]:
    if isinstance(row, Country):
        return [Crumb(_("Pays et territoires"), address_of("partnerships:country_list"))]
    if isinstance(row, InternationalPartner):
        above = Crumb(_("Pays et territoires"), address_of("partnerships:country_list"))
        return [above, Crumb(row.country.name, row.country.get_absolute_url())]
    return [Crumb(_("Collectivités"), address_of("partnerships:authority_list"))]


def profile_metadata(row: Row, sentence: str) -> Metadata:
    """Returns the metadata of the profile of `row`; `sentence`: how many partnerships it has (of
    `pages/public/profile_sentence.py`), "" if none.
    """
    name, kind, card = profile_name(row), PROFILES[type(row)], profile_card(row, sentence)
    return Metadata(
        title=name,
        description=_("%(name)s (%(nature)s)\u202f: %(detail)s.")
        % {
            "name": row,
            "nature": uncapitalized(profile_nature(row)),
            "detail": uncapitalized(card.detail),
        },
        path=row.get_absolute_url(),
        trail=_trail(row),
        label=str(row),
        data=[_data(row)],
        feeds=[FeedLink(name, reverse(f"partnerships:{kind}_feed", args=[key_of(row)]))],
        embed=_embed(row),
        picture=picture_path(f"partnerships:{kind}_picture", key_of(row), card=card),
    )
