"""French articles and prepositions before the names of countries, continents, régions,
départements, authorities and bodies that give opinions.

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
    "vaucluse",
}
# Without an article, and « en » all the same.
IN_WITHOUT_ARTICLE = {"andorre", "haiti", "israel"}
# « à la Barbade », « à l’Île de Man », « dans l’État de la Cité du Vatican ».
AT_THE = {"barbade", "dominique", "grenade", "ile"}
WITHIN = {"etat"}
# Common nouns that begin the name of a body or an authority.
FEMININE_NOUNS = {
    "academie",
    "agence",
    "ambassade",
    "association",
    "banque",
    "ca",
    "caisse",
    "cc",
    "cellule",
    "chambre",
    "collectivite",
    "commission",
    "communaute",
    "cu",
    "delegation",
    "direction",
    "ecole",
    "eurometropole",
    "federation",
    "fondation",
    "inspection",
    "maison",
    "metropole",
    "mission",
    "prefecture",
    "region",
    "sous",
    "universite",
    "ville",
}
MASCULINE_NOUNS = {
    "bureau",
    "cabinet",
    "centre",
    "comite",
    "conseil",
    "consulat",
    "departement",
    "groupement",
    "haut",
    "institut",
    "ministere",
    "pole",
    "rectorat",
    "secretariat",
    "service",
    "syndicat",
}
# Acronyms stay as they are, after their article.
ACRONYMS = {"ca", "cc", "cu"}
SAINTS = ("saint", "sainte")


def _is_two(words):
    """Whether the name joins two: « Eure-et-Loir », not « Îles Turques-et-Caïques »."""
    return "et" in words and words[0] not in PLURAL | {"georgie"}


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


def in_country(name: str) -> str:
    """Returns « au Maroc », « aux États-Unis », « en Espagne », « à Cuba », « à la Barbade »."""
    first, article = fold(name).split()[0], _article(name)
    if first in AT_THE and article in ("la ", "l’"):
        return f"à {article}{name}"
    if first in WITHIN and article == "l’":
        return f"dans l’{name}"
    if article in ("la ", "l’") or first in IN_WITHOUT_ARTICLE:
        return f"en {name}"
    return {"le ": "au ", "les ": "aux "}.get(article, "à ") + name


def prefecture_of(departement: str) -> str:
    return f"Préfecture {of(departement)}"


def prefecture_of_region(region: str) -> str:
    return f"Préfecture de la région {region}"


def embassy_in(country: str) -> str:
    return f"Ambassade de France {in_country(country)}"


def _former_prefecture(place: str) -> str:
    """`place`: « Nord (59) »."""
    return prefecture_of(place.partition(" (")[0])


# Names of bodies as they were first proposed: « Préfecture – Nord (59) ».
FORMER_BODIES = {
    "Préfecture": _former_prefecture,
    "Préfecture de région": prefecture_of_region,
    "Ambassade de France": embassy_in,
}


def _current_body(name: str) -> str:
    kind, dash, place = name.partition(" – ")
    return FORMER_BODIES[kind](place) if dash and kind in FORMER_BODIES else name


def _noun(name: str) -> tuple[str, str] | None:
    """Returns the article of a name that begins with a common noun, and the name after it."""
    first = fold(name).split()[0]
    if first not in FEMININE_NOUNS | MASCULINE_NOUNS:
        return None
    article = "la " if first in FEMININE_NOUNS else "le "
    if first[0] in VOWELS:
        article = "l’"
    return article, name if first in ACRONYMS else name[0].lower() + name[1:]


def _after(article: str, contractions: dict[str, str], preposition: str) -> str:
    return contractions.get(article, preposition + article)


def body(name: str) -> str:
    """Returns a body as the subject of a sentence: « la préfecture du Nord », « l’ambassade de
    France au Maroc »; a name whose gender is not known, in quotation marks.
    """
    noun = _noun(_current_body(name))
    return "".join(noun) if noun else f"«\u202f{name}\u202f»"


def of_body(name: str) -> str:
    """Returns « de la préfecture du Nord », « du ministère… », « de «\u202fAFD\u202f» »."""
    noun = _noun(_current_body(name))
    return _after(noun[0], {"le ": "du "}, "de ") + noun[1] if noun else f"de {body(name)}"


def to_body(name: str) -> str:
    """Returns « à la préfecture du Nord », « au ministère… »."""
    noun = _noun(_current_body(name))
    return _after(noun[0], {"le ": "au "}, "à ") + noun[1] if noun else f"à {body(name)}"


def _authority_after(preposition: str, contractions: dict[str, str], name: str) -> str:
    """Returns an authority after « de » or « à »; "" for a name that takes no article."""
    if name.endswith(" (département)"):
        return f"{contractions['le ']}département {of(name.removesuffix(' (département)'))}"
    if name.endswith(" (région)"):
        return f"{preposition}la région {name.removesuffix(' (région)')}"
    noun = _noun(name)
    if noun:
        return _after(noun[0], contractions, preposition) + noun[1]
    for article in ("Le ", "Les "):
        if name.startswith(article):
            return contractions[article.lower()] + name.removeprefix(article)
    return ""


def of_authority(name: str) -> str:
    """Returns « de Lille », « d’Amiens », « du Havre », « des Ulis », « de La Rochelle », « du
    département de l’Ain », « de la CC du Pays de Gex ».
    """
    after_article = _authority_after("de ", {"le ": "du ", "les ": "des "}, name)
    if after_article:
        return after_article
    folded = fold(name)
    # « d’Yvetot », and « de Yutz » as « de Lille ».
    is_elided = folded[0] in VOWELS or (folded[0] == "y" and folded[1:2] not in {*VOWELS, ""})
    return ("d’" if is_elided and not name.startswith(("L'", "L’")) else "de ") + name


def to_authority(name: str) -> str:
    """Returns « à Lille », « au Havre », « aux Ulis », « au département de l’Ain »."""
    return _authority_after("à ", {"le ": "au ", "les ": "aux "}, name) or f"à {name}"
