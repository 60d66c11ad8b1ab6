"""French articles before the names of countries, continents, régions and départements.

The first word of a name decides, but for the names listed here.
"""

from partnerships.analysis import fold

VOWELS = "aeiou"
# Their h or y elides as a vowel does.
ELIDED = {"herault", "yonne"}
MASCULINE = {
    "belize",
    "cambodge",
    "centre",
    "finistere",
    "mexique",
    "mozambique",
    "rhone",
    "royaume",
    "suriname",
    "territoire",
    "zimbabwe",
}
FEMININE = {"sierra"}
PLURAL = {
    "alpes",
    "ardennes",
    "bahamas",
    "bermudes",
    "bouches",
    "comores",
    "cotes",
    "deux",
    "emirats",
    "etats",
    "fidji",
    "hautes",
    "hauts",
    "iles",
    "landes",
    "maldives",
    "palaos",
    "pays",
    "philippines",
    "pyrenees",
    "samoa",
    "seychelles",
    "terres",
    "vosges",
    "yvelines",
}
# Also without one: names with « et », « La Réunion », those of saints.
WITHOUT_ARTICLE = {
    "andorre",
    "anguilla",
    "aruba",
    "bahrein",
    "chypre",
    "cuba",
    "curacao",
    "djibouti",
    "gibraltar",
    "guam",
    "guernesey",
    "haiti",
    "hong",
    "israel",
    "jersey",
    "kiribati",
    "la",
    "macao",
    "madagascar",
    "malte",
    "maurice",
    "mayotte",
    "monaco",
    "montserrat",
    "nauru",
    "niue",
    "oman",
    "paris",
    "porto",
    "sao",
    "singapour",
    "taiwan",
    "tokelau",
    "tonga",
    "tuvalu",
    "vanuatu",
    "vaucluse",
}
SAINTS = ("saint", "sainte")


def _is_two(words):
    """Whether the name joins two: « Eure-et-Loir », not « Îles Turques-et-Caïques »."""
    return "et" in words and words[0] not in PLURAL


def _article(name: str) -> str:
    words = fold(name).split()
    first = words[0]
    if first in WITHOUT_ARTICLE or first in SAINTS or _is_two(words):
        return ""
    if first in PLURAL:
        return "les "
    if first[0] in VOWELS or first in ELIDED:
        return "l’"
    is_feminine = first in FEMININE or (first.endswith("e") and first not in MASCULINE)
    return "la " if is_feminine else "le "


def with_article(name: str) -> str:
    """Returns « le Maroc », « l’Algérie », « les Pays-Bas », « Cuba »."""
    return _article(name) + name


def of(name: str) -> str:
    """Returns « du Nord », « de l’Isère », « des Landes », « d’Eure-et-Loir », « de Paris »."""
    article = _article(name)
    if article:
        return {"le ": "du ", "les ": "des "}.get(article, f"de {article}") + name
    return ("d’" if fold(name)[0] in VOWELS else "de ") + name


def of_large(name: str) -> str:
    """Returns a région or a continent as it is named after « de »: a feminine name then has no
    article: « d’Afrique », « de Bretagne », but « du Grand Est ».
    """
    if _article(name) in ("la ", "l’"):
        return ("d’" if fold(name)[0] in VOWELS else "de ") + name
    return of(name)
