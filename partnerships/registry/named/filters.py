"""The filters of the registry that several words name together: « Nantes Sénégal »."""

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q

from partnerships.analysis import STOP_WORDS, fold
from partnerships.models import Facet, InternationalPartner, LocalAuthority
from partnerships.registry.named.abroad import read_town_abroad
from partnerships.registry.named.listed_values import themes_by_word
from partnerships.registry.named.located_names import (
    KnownNames,
    authorities_named,
    partners_named,
)
from partnerships.registry.named.typed_text import PLACE_WORDS, Span, TypedText

AREAS = (Facet.REGION, Facet.DEPARTEMENT)
PLACES = {Facet.COUNTRY, *AREAS}
# What the filters are about: one of these, at least.
SUBJECTS = {
    *(Facet.CONTINENT, Facet.COUNTRY, Facet.PARTNER),
    *(Facet.THEME, Facet.GOAL, Facet.KIND),
}
# « Italie du Nord », « Europe de l’Est » are no département and no région.
DIRECTIONS = [["du", "nord"], ["du", "sud"], ["de", "l", "est"], ["de", "l", "ouest"]]
# Words that many names begin with, and that are a town by themselves too: beside a word that is not
# read, they are a part of a name.
PARTS_OF_NAMES = frozenset(
    [
        *("saint", "sainte", "saints", "bad", "bas", "bois", "bourg", "castel", "chapelle"),
        *("chateau", "croix", "fontaine", "grand", "grande", "haut", "isle", "mas", "mont"),
        *("nova", "petit", "pierre", "pont", "port", "puy", "rio", "roche", "san", "santa"),
        *("tour", "val", "vieux", "villa", "ville"),
    ]
)


class NamedFilters(NamedTuple):
    """`chosen`: values by facet; `unread`: the words as typed that say something else."""

    chosen: dict[str, list[str]]
    unread: list[str]


def _listed(text: TypedText, known: KnownNames) -> dict[Span, tuple[Facet, list[str]]]:
    """Returns the countries, places of France, themes and other listed values that free words of
    `text` name, from the left.
    """
    start, found = 0, {}
    while start < len(text.parts):
        for end in range(min(len(text.parts), start + PLACE_WORDS), start, -1):
            span = start, end
            if {text.parts[start], text.parts[end - 1]} & STOP_WORDS or not text.is_free(span):
                continue
            said = text.words(span)
            facet, values, length = known.first(said)
            if facet and length == len(said):
                found[span] = facet, values
                break
        else:
            end = start + 1
        start = end + _leave_direction(text, facet, end) if (start, end) in found else end
    return found


def _leave_direction(text: TypedText, facet: Facet, start: int) -> int:
    """Leaves out « du Nord » after a country or a continent; returns how many words that is."""
    for direction in DIRECTIONS if facet in (Facet.COUNTRY, Facet.CONTINENT) else ():
        end = start + len(direction)
        if text.parts[start:end] == direction:
            text.leave((end - 1, end))
            return len(direction)
    return 0


def _take_authority(text: TypedText, span: Span, row: LocalAuthority) -> None:
    text.take(span, Facet.AUTHORITY.value, [row.key])


def _read_authority_over(text: TypedText, listed: dict[Span, tuple[Facet, list[str]]]) -> None:
    """Reads the authority whose name has a listed place and another word in it: « Chartres-de-
    Bretagne Pologne » is not about Bretagne, nor « Saint-Maurice Italie » about Maurice.
    """
    spans = [span for span, (facet, _values) in listed.items() if facet in PLACES]
    places = {rank for span in spans for rank in range(*span)}
    read = {rank for span in listed for rank in range(*span)}
    for span in text.spans() if places else ():
        others = [text.parts[rank] for rank in range(*span) if rank not in read]
        if not places & set(range(*span)) or not {*others} - STOP_WORDS:
            continue
        rows = _owners(text, span)
        if len(rows) > 1:
            text.several.append(span)
        elif rows:
            _take_authority(text, span, rows[0])
        if rows:
            return


def _owners(text: TypedText, span: Span) -> list[LocalAuthority]:
    """Returns the authorities that `span` names, [] where it is no more than a part of a name; of
    several, the one in the région or the département that was read: « Saint-Denis 93 Italie ».
    """
    word = text.words(span)
    if len(word) == 1 and word[0] in PARTS_OF_NAMES and text.is_beside_unread(span):
        return []
    name = text.name(span)
    rows = authorities_named(name) if name in text.authority_names else []
    chosen = {f"{each.value}__in": text.found[each] for each in AREAS if each in text.found}
    if len(rows) > 1 and chosen:
        return authorities_named(name, Q(**chosen)) or rows
    return rows


def _within(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _inhabitants(row: LocalAuthority | InternationalPartner) -> int:
    of = row if isinstance(row, LocalAuthority) else row.place
    return (of and of.population) or 0


def _longest_named(
    text: TypedText, rows_of: Callable[[TypedText, Span], list]
) -> tuple[Span, LocalAuthority | InternationalPartner] | None:
    """Returns the longest free span that names one row, and that row: of spans as long, the one
    that names the largest town; None for none. No part of a longer name is read. Those that name
    several rows are noted.
    """
    longer = []
    for _length, spans in groupby(list(text.spans()), lambda span: span[1] - span[0]):
        read = [span for span in spans if not _within(span, longer)]
        found = [(span, rows) for span in read if (rows := rows_of(text, span))]
        text.several += [span for span, rows in found if len(rows) > 1]
        single = [(span, rows[0]) for span, rows in found if len(rows) == 1]
        if single:
            return max(single, key=lambda item: _inhabitants(item[1]))
        known = text.authority_names | text.partner_names.keys()
        longer += [span for span in read if text.name(span) in known]
    return None


def _partners(text: TypedText, span: Span) -> list[InternationalPartner]:
    name = text.name(span)
    return partners_named(name) if name in text.partner_names else []


def _read_towns(text: TypedText) -> None:
    """Reads an authority, and a partner unless there is a country."""
    if Facet.AUTHORITY not in text.found and (found := _longest_named(text, _owners)):
        _take_authority(text, *found)
    if not text.found or {Facet.COUNTRY, Facet.PARTNER} & {*text.found}:
        return
    if found := _longest_named(text, _partners):
        text.take(found[0], Facet.PARTNER.value, [str(found[1].uuid)])


def _read_words_of_themes(text: TypedText) -> None:
    themes = themes_by_word() if text.free else {}
    for rank in sorted(text.free):
        if theme := themes.get(text.parts[rank]):
            text.take((rank, rank + 1), Facet.THEME.value, [theme])


def _read(text: TypedText) -> None:
    known = KnownNames()
    read_town_abroad(text, known)
    listed = _listed(text, known)
    _read_authority_over(text, listed)
    if Facet.AUTHORITY in text.found:
        listed = _listed(text, known)
    for span, (facet, values) in listed.items():
        if not _within(span, text.several):
            text.take(span, facet.value, values)
    _read_towns(text)
    _read_words_of_themes(text)


def _is_doubtful(text: TypedText) -> bool:
    """Whether a name is that of several, of which none is chosen."""
    return any(map(text.is_free, text.several))


def named_filters(text: str) -> NamedFilters | None:
    """Returns the filters of the registry that words of `text` name, whatever the other words.

    None unless they name one of SUBJECTS, and another of these, a région, a département or an
    authority; nor where a name is that of several, of which none is chosen. A partner is not looked
    for beside a country other than its own.
    """
    typed = TypedText(text)
    if len(typed.parts) < 2:
        return None
    _read(typed)
    found = {facet: list(dict.fromkeys(values)) for facet, values in sorted(typed.found.items())}
    if _is_doubtful(typed) or len(found) < 2 or not SUBJECTS & {*found}:
        return None
    return NamedFilters(found, typed.unread)


def name_within(text: str) -> str:
    """Returns the only name among the words, as typed: « Marseille » for « Marseille 1er
    arrondissement », « eau » for « eau potable ». "" for none or several, and for the whole text.
    """
    typed = TypedText(text)
    _read(typed)
    if not typed.found and (partner := _longest_named(typed, _partners)):
        typed.take(partner[0], Facet.PARTNER.value)
    is_one = len(typed.found) == 1 and not _is_doubtful(typed)
    return typed.read if is_one and fold(typed.read) != fold(text) else ""
