"""The choices of a list of countries."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnerships.models import Country
from partnerships.sort_key import sort_key

# The fields that hold the names of a country in French, of which `country_options` is made.
NAMED_BY = ("name", "other_names", "former_names", "parts")


def country_options(countries: Iterable[Country]) -> list[tuple]:
    """Returns the choices of a list of countries: their names, then a group of their other names,
    under which people look for them too: « Angleterre (Royaume-Uni) ».
    """
    countries = list(countries)
    others = sorted(
        (sort_key(name), country.pk, f"{name} ({country})")
        for country in countries
        for lines in (country.other_names, country.former_names, country.parts)
        for name in lines.splitlines()
    )
    own = [(country.pk, str(country)) for country in countries]
    group = [(pk, label) for _key, pk, label in others]
    return [*own, (_("Autres noms"), group)] if group else own
