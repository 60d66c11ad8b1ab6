"""The names of a French authority: the official one, its parts, and what people call it."""

import re
from collections.abc import Iterator
from enum import StrEnum

from partnerships.analysis import STOP_WORDS, fold
from partnerships.models import LocalAuthority, LocalAuthorityKind
from partnerships.names import without_article

GROUPS = frozenset(
    {
        LocalAuthorityKind.CC,
        LocalAuthorityKind.CA,
        LocalAuthorityKind.CU,
        LocalAuthorityKind.METROPOLE,
        LocalAuthorityKind.EPT,
    }
)
COMMUNES = frozenset({LocalAuthorityKind.COMMUNE, LocalAuthorityKind.OVERSEAS})
DEPARTEMENTS = frozenset({LocalAuthorityKind.DEPARTEMENT, LocalAuthorityKind.OVERSEAS})
REGIONS = frozenset({LocalAuthorityKind.REGION, LocalAuthorityKind.OVERSEAS})
# Folded words that say what an authority is, before its name. Those ending in a preposition say it
# only with one, since communes are called « Villebois » and « La Ville-aux-Bois ».
HEADINGS = {
    "ville de|ville du|ville des|ville d|mairie|mairie de|commune|municipalite": COMMUNES,
    "hotel de ville": COMMUNES,
    "conseil departemental|conseil general|departement|cd": DEPARTEMENTS,
    "conseil regional|region|cr": REGIONS,
    "communaute de communes|com com|comcom|cc": GROUPS,
    "communaute d agglomeration|communaute d agglo|agglomeration|agglo|ca": GROUPS,
    "communaute urbaine|cu|communaute|intercommunalite": GROUPS,
    "metropole|eurometropole|etablissement public territorial|ept": GROUPS,
}
_KINDS_OF = {words: kinds for many, kinds in HEADINGS.items() for words in many.split("|")}
# The words of these headings, which do not distinguish two authorities.
KIND_WORDS = frozenset(word for words in _KINDS_OF for word in words.split()) - STOP_WORDS
_HEADING = re.compile(
    "({}) (?=.)".format("|".join(sorted(_KINDS_OF, key=len, reverse=True))),
)
# Words that say the same after the name: « Rennes Métropole », « Lorient Agglomération ».
_ENDING = re.compile(r"(?<=.) (?:metropole|agglomeration|agglo|communaute)$")
_WHAT_IT_IS = frozenset({"departement", "region"})


class AuthorityNameKind(StrEnum):
    """What a name of an authority is, from the most certain."""

    OFFICIAL = "official"
    ACRONYM = "acronym"
    FORMER = "former"
    OTHER = "other"
    INITIALS = "initials"


def heading_and_core(folded: str) -> tuple[frozenset[str], str]:
    """Returns the kinds of authority that a folded name says, and what is left of it.

    `heading_and_core("conseil departemental de la gironde")` is ({« département »…}, "gironde").
    No kind where none is said; the whole name where nothing else would be left.
    """
    heading, ending = _HEADING.match(folded), _ENDING.search(folded)
    kinds = _KINDS_OF[heading[1]] if heading else GROUPS if ending else frozenset()
    rest = folded[heading.end() :] if heading else folded
    rest = _ENDING.sub("", rest)
    return kinds, without_article(rest) or folded


def _parts(name: str) -> tuple[str, str]:
    """Returns `name` without its parentheses, and what these hold.

    `_parts("CA de la Région Nazairienne et de l'Estuaire (CARENE)")` ends with "CARENE".
    """
    before, _sign, inside = name.strip().removesuffix(")").rpartition("(")
    return (before.strip(), inside) if before and name.strip().endswith(")") else (name, "")


def initials(name: str, kind: str) -> str:
    """Returns the folded initials of the words of a group's official name; "" for one letter."""
    if kind not in GROUPS:
        return ""
    name = _parts(name)[0]
    first = name[:2].lower() if name.startswith(("CC ", "CA ", "CU ")) else ""
    words = fold(name[len(first) :]).split()
    letters = first + "".join(word[0] for word in words if word not in STOP_WORDS)
    return letters if len(letters) > 2 else ""


def names_of(authority: LocalAuthority) -> Iterator[tuple[str, AuthorityNameKind]]:
    """Yields the names of `authority`, as written, the most certain first."""
    name, parentheses = _parts(authority.name)
    yield authority.name, AuthorityNameKind.OFFICIAL
    if parentheses:
        yield name, AuthorityNameKind.OFFICIAL
        if fold(parentheses) not in _WHAT_IT_IS:
            yield parentheses, AuthorityNameKind.ACRONYM
    for old in authority.former_names:
        yield old, AuthorityNameKind.FORMER
    for other in authority.other_names:
        yield other, AuthorityNameKind.OTHER
    if letters := initials(authority.name, authority.kind):
        yield letters.upper(), AuthorityNameKind.INITIALS


def core_of(authority: LocalAuthority) -> str:
    """Returns what the folded name of `authority` is, without the words that say its kind."""
    return heading_and_core(fold(_parts(authority.name)[0]))[1]
