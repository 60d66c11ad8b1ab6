"""Places that a text names: after a name (« Saint-Denis La Réunion »), or together (« Sénégal
Occitanie »).
"""

from collections.abc import Callable, Iterator
from itertools import dropwhile

from django.db.models import Model, Q

from partnerships.analysis import STOP_WORDS, fold, stem, words
from partnerships.country_names import CountryNameKind
from partnerships.models import (
    Facet,
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityTerm,
    PartnerTerm,
)
from partnerships.publication.authorities import OTHER_LANGUAGE, other_term
from partnerships.registry.authority_search import NAME, OTHER_NAME, search_authorities
from partnerships.registry.listed_values import listed_value
from partnerships.registry.lists import country_names
from partnerships.registry.partner_search import search_partners
from partnerships.registry.places_of_france import known_places, place_key

# Words after a name, at most: « Provence-Alpes-Côte d’Azur » has five.
PLACE_WORDS = 8
# Words of a text that are read, at most.
MOST_WORDS = 16
# Words that say what is looked for, and name nothing.
ASKING = frozenset(
    stem(word)
    for word in (
        *("partenaires", "partenariats", "jumelages", "jumelees", "villes", "communes"),
        *("cooperations", "decentralisees", "projets", "actions", "accords", "liens", "relations"),
        *("comment", "carte", "liste"),
    )
)
PREPOSITIONS = frozenset({"a", "au", "aux", "avec", "dans", "de", "des", "du", "en", "pour"})
# How many times as many inhabitants as its namesakes a town has that is meant by its name alone.
DWARFS = 20
AREAS = {Facet.REGION, Facet.DEPARTEMENT}
PLACE_FACETS = (Facet.COUNTRY, Facet.REGION, Facet.DEPARTEMENT)
# What the other filters that words name are about: one of these, at least.
SUBJECTS = {
    *(Facet.CONTINENT, Facet.COUNTRY, Facet.PARTNER),
    *(Facet.THEME, Facet.GOAL, Facet.KIND),
}


def _splits(folded: str) -> Iterator[tuple[str, str]]:
    """Yields a folded text in two parts, a name and the words after it, the longest end first."""
    parts = folded.split()
    for start in range(max(1, len(parts) - PLACE_WORDS), len(parts)):
        yield " ".join(parts[:start]), " ".join(parts[start:])


def _first_located(folded: str, condition_of: Callable[[str], Q | None]) -> tuple[str, Q] | None:
    for name, place in _splits(folded):
        if condition := condition_of(place):
            return name, condition
    return None


def in_france(folded: str) -> tuple[str, Q] | None:
    """Reads a folded text that ends with a région or a département (any of its names, or its code).

    Returns the name before it, and the condition of the authorities there; None otherwise.
    """
    places = known_places()

    def condition_of(place):
        found = places.get(place_key(place), ())
        conditions = [Q(**{facet.value: code}) for facet, code in found]
        return Q(*conditions, _connector=Q.OR) if conditions else None

    return _first_located(folded, condition_of)


def abroad(folded: str) -> tuple[str, Q] | None:
    """Reads a folded text that ends with a name of a country.

    Returns the name before it, and the condition of the partners there; None otherwise.
    """
    names = country_names()

    def condition_of(place):
        named = [match.country.pk for match in names.named(place)]
        return Q(country__in=named) if named else None

    return _first_located(folded, condition_of)


def _first_named(parts, names, places) -> tuple[Facet | None, list[str], int]:
    """Returns the facet and values that the first of `parts` name, and how many parts that is."""
    for length in range(min(len(parts), PLACE_WORDS), 0, -1):
        name = " ".join(parts[:length])
        if name in places:
            facet, code = places[name][0]
            return facet, [code], length
        matches = [each for each in names.named(name) if each.kind != CountryNameKind.CODE]
        if foreign := [each.country.pk for each in matches if not each.country.is_french]:
            return Facet.COUNTRY, foreign, length
        if value := listed_value(name):
            return value[0], [value[1]], length
    return None, [], 1


def _authority_named(text: str) -> LocalAuthority | None:
    """Returns the authority whose name is `text`, in French or else in another language, unless a
    foreign partner has it (« Libreville » is Charleville-Mézières there); of several the largest,
    if it dwarfs the others. None for no authority, or several.
    """
    found = search_authorities(LocalAuthority.objects.existing(), text, 2) if text else []
    named = [match for match in found if match.rank == NAME]
    if not named and found and not _partner_named(text):
        named = [match for match in found if match.is_in_other_language]
    rows = [match.authority for match in named]
    if len(rows) == 2 and all(row.population for row in rows):
        rows = rows[:1] if rows[0].population > DWARFS * rows[1].population else rows
    return rows[0] if len(rows) == 1 else None


def _partner_named(text: str) -> InternationalPartner | None:
    """Returns the one partner that `text` names; None for none or several."""
    found = search_partners(InternationalPartner.objects.current(), text, 2)
    rows = [match.partner for match in found if match.rank <= OTHER_NAME]
    return rows[0] if len(rows) == 1 else None


def place_named(words: list[str]) -> tuple[Facet, str] | None:
    """Returns the country, région or département that `words` end with, or the authority that all
    of them name, as a value of its facet; None if it is none or several.
    """
    names, places = country_names(), known_places()
    for start in range(len(words)):
        facet, values, length = _first_named(words[start:], names, places)
        if facet in PLACE_FACETS and start + length == len(words):
            return (facet, values[0]) if len(values) == 1 else None
    row = _authority_named(" ".join(words))
    return (Facet.AUTHORITY, row.key) if row else None


def is_name(text: str) -> bool:
    """Whether `text` names a place, one authority, a theme, a goal or a kind of partnership."""
    said = [word for word in fold(text).split() if word not in STOP_WORDS]
    facet, _values, length = _first_named(said, country_names(), known_places())
    return bool(facet and length == len(said)) or _authority_named(text) is not None


def _spans(parts: list[str]) -> Iterator[tuple[int, int]]:
    """Yields where each run of `parts` begins and ends, the longest first; none begins or ends with
    a word that says nothing.
    """
    for length in range(min(len(parts), PLACE_WORDS), 0, -1):
        for start in range(len(parts) - length + 1):
            ends = {parts[start], parts[start + length - 1]}
            if not ends & STOP_WORDS:
                yield start, start + length


def _named_in(run: list[str], terms: type[Model], row_of: Callable) -> tuple[Model | None, list]:
    """Returns the row that the longest part of `run` names, and the words around it; None and
    `run` for none. Of parts as long, the one that names the largest town is read.

    `terms`: the model of search terms, which says in one query what parts may be names; `row_of`
    reads the one row that a part names.
    """
    spans = {
        " ".join(run[start:end]): (start, end)
        for start, end in _spans(run)
        if not {stem(word) for word in run[start:end] if word not in STOP_WORDS} <= ASKING
    }
    wanted = [*spans, *map(other_term, spans)]
    known = terms.objects.filter(term__in=wanted).values_list("term", flat=True)
    known = {term.removeprefix(OTHER_LANGUAGE) for term in known}
    found = [(span, row) for text, span in spans.items() if text in known and (row := row_of(text))]
    if not found:
        return None, run

    def size(item):
        (start, end), row = item
        return end - start, _inhabitants(row)

    (start, end), row = max(found, key=size)
    return row, [*run[:start], *run[end:]]


def _inhabitants(row: LocalAuthority | InternationalPartner) -> int:
    of = row if isinstance(row, LocalAuthority) else row.place
    return (of and of.population) or 0


def without_asking(text: str) -> str:
    """Returns « Allemagne » for « partenaires en Allemagne »; "" if `text` has no word that says
    what is looked for, or no other.
    """
    said = text.split()
    asking = [rank for rank, word in enumerate(said) if stem(fold(word)) in ASKING]
    if not asking:
        return ""
    after = dropwhile(lambda word: fold(word) in PREPOSITIONS, said[asking[-1] + 1 :])
    rest = list(after) or said[: asking[0]]
    # « d’Allemagne », « l’Isère ».
    elided, apostrophe, name = rest[0].replace("’", "'").partition("'") if rest else ("", "", "")
    if apostrophe and len(elided) == 1:
        rest[0] = name
    text = " ".join(rest)
    return text if words(text) else ""


def _listed(parts: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Returns the countries, places of France, themes and other listed values that `parts` name, by
    facet, and the other words.
    """
    names, places = country_names(), known_places()
    found, others = {}, []
    while parts:
        for end in range(min(len(parts), PLACE_WORDS), 0, -1):
            if {parts[0], parts[end - 1]} & STOP_WORDS:
                continue
            said = [word for word in parts[:end] if word not in STOP_WORDS]
            facet, values, length = _first_named(said, names, places)
            if facet and length == len(said):
                found.setdefault(facet.value, []).extend(values)
                break
        else:
            end = 1
            others.append(parts[0])
        parts = parts[end:]
    return found, others


def _authority_over(parts: list[str], others: list[str]) -> tuple[LocalAuthority | None, list[str]]:
    """Returns the authority whose name has the name of a place in it, and the words around it:
    « Chartres-de-Bretagne Pologne » is not about Bretagne. None where `others` are not in a name.
    """
    authority, around = _named_in(parts, LocalAuthorityTerm, _authority_named)
    is_longer = len(parts) - len(around) > 1 and {*others} - {*around} - STOP_WORDS
    return (authority, around) if authority and is_longer else (None, parts)


def named_filters(text: str) -> dict[str, list[str]]:
    """Returns the filters of the registry that words of `text` name, whatever the other words.

    {} unless they name one of SUBJECTS, and another of these, a région, a département or an
    authority; a partner is not looked for beside a country.
    """
    parts = fold(text).split()[:MOST_WORDS]
    if len(parts) < 2:
        return {}
    found, others = _listed(parts)
    authority = None
    if others and AREAS & {*found}:
        authority, around = _authority_over(parts, others)
        found, others = _listed(around) if authority else (found, others)
    if not authority:
        authority, others = _named_in(others, LocalAuthorityTerm, _authority_named)
    if authority:
        found[Facet.AUTHORITY.value] = [authority.key]
    if found and others and Facet.COUNTRY not in found:
        partner, _rest = _named_in(others, PartnerTerm, _partner_named)
        if partner:
            found[Facet.PARTNER.value] = [str(partner.uuid)]
    return dict(sorted(found.items())) if SUBJECTS & {*found} and len(found) > 1 else {}
