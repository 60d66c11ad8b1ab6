"""The names that régions and départements had, under which people still look for them."""

from partnerships.models import Facet

# By INSEE code. Régions: those that the law of 16 January 2015 (no. 2015-29) joined or renamed;
# départements: those renamed since 1941.
FORMER_NAMES = {
    Facet.REGION: {
        "24": ["Centre"],
        "27": ["Bourgogne", "Franche-Comté"],
        "28": ["Basse-Normandie", "Haute-Normandie"],
        "32": ["Nord-Pas-de-Calais", "Picardie"],
        "44": ["Alsace", "Champagne-Ardenne", "Lorraine"],
        "75": ["Aquitaine", "Limousin", "Poitou-Charentes"],
        "76": ["Languedoc-Roussillon", "Midi-Pyrénées"],
        "84": ["Auvergne", "Rhône-Alpes"],
    },
    Facet.DEPARTEMENT: {
        "04": ["Basses-Alpes"],
        "17": ["Charente-Inférieure"],
        "22": ["Côtes-du-Nord"],
        "44": ["Loire-Inférieure"],
        "64": ["Basses-Pyrénées"],
        "76": ["Seine-Inférieure"],
    },
}


def former_names(facet: Facet, code: str) -> list[str]:
    return FORMER_NAMES[facet].get(code, [])
