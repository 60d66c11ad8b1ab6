"""The names and codes that régions and départements had, under which people still look for them."""

from typing import NamedTuple

from partnerships.models import Facet


class FormerPlace(NamedTuple):
    """A région or a département of before. `today`: the INSEE codes of what it became."""

    code: str
    name: str
    today: tuple[str, ...]


# Régions: those that the law of 16 January 2015 (no. 2015-29) joined or renamed; départements:
# those renamed since 1941, and two that have other codes since 1976 and 2008.
FORMER_PLACES = {
    Facet.REGION: [
        FormerPlace("24", "Centre", ("24",)),
        FormerPlace("26", "Bourgogne", ("27",)),
        FormerPlace("43", "Franche-Comté", ("27",)),
        FormerPlace("25", "Basse-Normandie", ("28",)),
        FormerPlace("23", "Haute-Normandie", ("28",)),
        FormerPlace("31", "Nord-Pas-de-Calais", ("32",)),
        FormerPlace("22", "Picardie", ("32",)),
        FormerPlace("42", "Alsace", ("44",)),
        FormerPlace("21", "Champagne-Ardenne", ("44",)),
        FormerPlace("41", "Lorraine", ("44",)),
        FormerPlace("72", "Aquitaine", ("75",)),
        FormerPlace("74", "Limousin", ("75",)),
        FormerPlace("54", "Poitou-Charentes", ("75",)),
        FormerPlace("91", "Languedoc-Roussillon", ("76",)),
        FormerPlace("73", "Midi-Pyrénées", ("76",)),
        FormerPlace("83", "Auvergne", ("84",)),
        FormerPlace("82", "Rhône-Alpes", ("84",)),
    ],
    Facet.DEPARTEMENT: [
        FormerPlace("04", "Basses-Alpes", ("04",)),
        FormerPlace("17", "Charente-Inférieure", ("17",)),
        FormerPlace("20", "Corse", ("2A", "2B")),
        FormerPlace("22", "Côtes-du-Nord", ("22",)),
        FormerPlace("44", "Loire-Inférieure", ("44",)),
        FormerPlace("64", "Basses-Pyrénées", ("64",)),
        FormerPlace("76", "Seine-Inférieure", ("76",)),
        FormerPlace("985", "Mayotte", ("976",)),
    ],
}


def former_names(facet: Facet, code: str) -> list[str]:
    return [each.name for each in FORMER_PLACES[facet] if code in each.today]
