"""The keys of today of what an address names by another code: the only place of this rule.

Places: ISO 3166-1 in three letters (« MLI »), ISO 3166-2 (« FR-2A »), INSEE's codes in any letters
and without their zero, those of former régions and départements, else names, past ones too.
Authorities: SIREN, INSEE codes of today and of before. Authorities and partners: what they were
merged into.
"""

import re

from django.db.models import Q

from partnerships.analysis import fold
from partnerships.former_places import FORMER_PLACES
from partnerships.identifiers import uuid_of
from partnerships.models import Departement, Facet, InternationalPartner, LocalAuthority, Region
from partnerships.registry.lists import country_names

# No name or code is longer.
LONGEST = 100
PLACES = {Facet.REGION: Region, Facet.DEPARTEMENT: Departement}
# « FR- » or nothing, then INSEE's code, of which tables of numbers lose the zero.
CODE_OF_PLACE = re.compile(r"(?:FR-)?0{0,2}([1-9][0-9AB]?[0-9]?)", re.IGNORECASE)
# « c » and an INSEE code; the key of any authority.
KEY_OF_COMMUNE = re.compile("[cC][0-9][0-9a-bA-B][0-9]{3}")
AUTHORITY = re.compile("[a-zA-Z0-9_-]{1,20}")


def _countries(text: str) -> list[str]:
    named = country_names().named(text)
    return [named[0].country.pk] if len(named) == 1 else []


def _places(facet: Facet, text: str) -> list[str]:
    """Several where a former département was divided."""
    names = dict(PLACES[facet].objects.order_by().values_list("pk", "name"))
    former, folded = FORMER_PLACES[facet], fold(text)
    if code := CODE_OF_PLACE.fullmatch(text):
        code = code[1].upper().zfill(2)
        found = [(code,), *(each.today for each in former if each.code == code)]
    else:
        named = [(name, (pk,)) for pk, name in names.items()]
        named += [(each.name, each.today) for each in former]
        found = [keys for name, keys in named if fold(name) == folded]
    known = ([key for key in keys if key in names] for keys in found)
    return next(filter(None, known), [])


def _authorities(text: str) -> list[str]:
    """A code of today comes before the same one of before."""
    if not AUTHORITY.fullmatch(text):
        return []
    code = (text[1:] if KEY_OF_COMMUNE.fullmatch(text) else text).lower()
    rows = LocalAuthority.objects.select_related("successor").order_by("pk")
    today = rows.filter(
        Q(key__in=[text, text.lower()]) | Q(siren=code) | Q(insee_code=code.upper())
    )
    found = today.first() or next(
        (
            row
            for row in rows.existing().filter(terms__term=code)
            if any(old["insee_code"].lower() == code for old in row.former)
        ),
        None,
    )
    return [found.current.key] if found else []


def _partners(text: str) -> list[str]:
    rows = InternationalPartner.objects.select_related("merged_into")
    found = (uuid := uuid_of(text)) and rows.filter(uuid=uuid).first()
    return [str(found.current.uuid)] if found else []


def current_keys(facet: Facet, text: str) -> list[str]:
    """Returns the keys of today of what `text`, which may be anything, names; [] for nothing, and
    for a name that several have.
    """
    text = text.strip()
    if len(text) > LONGEST:
        return []
    match facet:
        case Facet.COUNTRY:
            return _countries(text)
        case Facet.REGION | Facet.DEPARTEMENT:
            return _places(facet, text)
        case Facet.AUTHORITY:
            return _authorities(text)
        case Facet.PARTNER:
            return _partners(text)
    return []


def only_key(facet: Facet, text: str) -> str:
    """Returns the one key of `current_keys`; "" for none, and where there are several."""
    keys = current_keys(facet, text)
    return keys[0] if len(keys) == 1 else ""


def current_profile(facet: Facet, text: str) -> tuple[Facet, str] | None:
    """Returns the facet and the key of the one page of what `text` names; None for none.

    A former département that was divided (Corsica) has the page of its région.
    """
    keys = current_keys(facet, text)
    if facet == Facet.DEPARTEMENT and len(keys) > 1:
        rows = Departement.objects.filter(code__in=keys).order_by("region_id")
        facet, keys = Facet.REGION, list(rows.values_list("region_id", flat=True).distinct())
    return (facet, keys[0]) if len(keys) == 1 else None
