"""What is answered to the values of a filter that are none: unknown ones, and those that name
France, where every partnership has a side.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import FRENCH, OVERSEAS, Facet
from partnerships.registry.codes.other import current_keys
from partnerships.registry.lists import lists


@dataclass(frozen=True)
class FrenchPlace:
    """An overseas part of France; `address`: the query of its partnerships."""

    name: str
    address: str


def french_codes(values: Iterable[str]) -> dict[str, str]:
    """Returns {value: ISO code} of those of `values` that name France or an overseas part of it."""
    named = {value: current_keys(Facet.COUNTRY, value) for value in values}
    return {value: keys[0] for value, keys in named.items() if keys and keys[0] in FRENCH}


def unknown_note(facet: Facet, count: int) -> str:
    note = ngettext(
        "Filtre «\u202f%(name)s\u202f»\u202f: une valeur inconnue est ignorée.",
        "Filtre «\u202f%(name)s\u202f»\u202f: %(count)s valeurs inconnues sont ignorées.",
        count,
    )
    return note % {"name": facet.label, "count": count}


def french_note(code: str) -> str:
    if code not in OVERSEAS:
        return _(
            "La France n’est pas un filtre\u202f: chaque partenariat du registre a une "
            "collectivité française. Choisissez plutôt une région ou un département."
        )
    return _(
        "«\u202f%(name)s\u202f» est en France\u202f: ce filtre, celui des pays partenaires, est "
        "ignoré."
    ) % {"name": lists().countries[code].name}


def french_places(codes: Iterable[str], address: Callable[..., str]) -> list[FrenchPlace]:
    """Returns the overseas parts of France among `codes`; `address`: of the query with changes."""
    places = [OVERSEAS[code] for code in codes if code in OVERSEAS]
    names = lists().departements if places else {}
    return [
        FrenchPlace(names[place], address(**{Facet.DEPARTEMENT.value: place}))
        for place in places
        if place in names
    ]
